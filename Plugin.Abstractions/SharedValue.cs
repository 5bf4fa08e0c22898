namespace Plugin.Abstractions;

/// <summary>A value that connectors have in common, as it was read.</summary>
/// <param name="Value">The text, or <see langword="null"/> when nobody has written any.</param>
/// <param name="Version">What a writer shows to say what it has seen; another one after every writing, 0 when there is no value.</param>
/// <param name="Now">The store's clock when it was read: the same for every process, whatever its own clock says.</param>
public sealed record SharedValue(string? Value, long Version, DateTimeOffset Now)
{
    /// <summary>The longest key, in characters.</summary>
    public const int LongestKey = 300;

    /// <summary>The longest value, in bytes of UTF-8.</summary>
    public const int LongestValue = 8 * 1024;
}
