namespace Plugin.Abstractions;

/// <summary>The version of this contract.</summary>
/// <remarks>The second number rises with every addition, the first with every change that a plugin built before could notice. A plugin states in
/// <c>plugin.json</c> the version it was built for; a host loads the same first number and a second number no higher than its own.</remarks>
public static class ContractVersion
{
    /// <summary>The version in this assembly.</summary>
    public static Version Current { get; } = new(1, 0);

    /// <summary>Whether a host with this assembly can run a plugin built for <paramref name="version"/>.</summary>
    /// <param name="version">The version from the plugin's manifest.</param>
    /// <returns><see langword="true"/> for the same first number and a second number that this assembly already has.</returns>
    public static bool Accepts(Version version)
    {
        ArgumentNullException.ThrowIfNull(version);

        return version.Major == Current.Major && version.Minor <= Current.Minor;
    }
}
