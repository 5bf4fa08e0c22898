using Plugin.Orchard.Collection.Streams;

namespace Plugin.Orchard.Collection;

/// <summary>The catalogue.</summary>
internal static class OrchardStreams
{
    public static IReadOnlyList<OrchardStream> All { get; } =
    [
        new GrowersStream(),
        new TreesStream(),
        new TreeKeepersStream(),
        new HarvestsStream(),
        new ToolsLogStream(),
    ];
}
