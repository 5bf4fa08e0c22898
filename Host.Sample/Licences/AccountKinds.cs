namespace Host.Sample.Licences;

/// <summary>Kinds of account that a service's own word gives away.</summary>
internal static class AccountKinds
{
    private static readonly string[] Administrative = ["owner", "admin", "administrator"];
    private static readonly string[] Machines = ["app", "application", "machine", "service"];

    /// <summary>A word of it is owner, admin or administrator: <c>primary_owner</c>.</summary>
    public static bool IsAdministrative(string? kind) => Words(kind).Any(word => Administrative.Contains(word, StringComparer.OrdinalIgnoreCase));

    /// <summary>A word of it ends in bot, or is app, application, machine or service: <c>workflow_bot</c>.</summary>
    public static bool IsMachine(string? kind) => Words(kind).Any(word => word.EndsWith("bot", StringComparison.OrdinalIgnoreCase) || Machines.Contains(word, StringComparer.OrdinalIgnoreCase));

    private static string[] Words(string? kind) => kind?.Split(['_', '-', ' ']) ?? [];
}
