using Plugin.Abstractions.Authorization;

namespace Plugin.Orchard.Authorization;

/// <summary>The one list of scopes.</summary>
internal static class OrchardScopes
{
    public const string Growers = "growers:read";
    public const string Trees = "trees:read";
    public const string Harvests = "harvests:read";
    public const string Tools = "tools:read";

    public static IReadOnlyList<ScopeDescription> All { get; } =
    [
        new(Growers, "Lists the people who work in the orchard, and whose seat is paid for."),
        new(Trees, "Lists the trees and who looks after each."),
        new(Harvests, "Tells when somebody last harvested, so that idle seats are found."),
        new(Tools, "Tells which tools were brought in or taken away."),
    ];
}
