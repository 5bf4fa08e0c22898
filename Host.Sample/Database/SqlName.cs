using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace Host.Sample.Database;

/// <summary>Names that come from plugins' catalogues, checked before they reach SQL.</summary>
public static partial class SqlName
{
    /// <summary>The store's own columns of every inventory table, in their order.</summary>
    public static IReadOnlyList<string> OwnColumns { get; } = ["connector_id", "row_key", "row_hash", "from_run", "to_run"];

    private const int MostCharacters = 57;
    private const int HashCharacters = 8;

    private static readonly string[] Reserved = ["rowid", "oid"];

    public static bool IsStream(string id) => StreamPattern().IsMatch(id);

    /// <summary>Whether a plugin may call a column so: the pattern of the contract, and none of the names that the store needs.</summary>
    public static bool IsColumn(string name) => ColumnPattern().IsMatch(name) && !OwnColumns.Contains(name) && !Reserved.Contains(name);

    /// <summary>The table of a plugin's stream: <c>orchard_trees</c>.</summary>
    /// <exception cref="ArgumentException">The plugin's id is none.</exception>
    public static string Table(string pluginId, string streamId)
    {
        if (!PluginPattern().IsMatch(pluginId) || !IsStream(streamId))
        {
            throw new ArgumentException($"'{pluginId}' and '{streamId}' are no ids of a plugin and its stream.", nameof(pluginId));
        }

        var name = $"{pluginId.Replace('-', '_')}_{streamId}";

        // SQLite keeps this beginning for itself.
        return name.StartsWith("sqlite_", StringComparison.Ordinal) ? $"plugin_{name}" : name;
    }

    /// <summary>A name of at most so many characters as every store takes, with room for what indices have behind theirs; a longer one ends in a hash of all of it.</summary>
    public static string Fitting(string name) => name.Length <= MostCharacters
        ? name
        : $"{name[..(MostCharacters - HashCharacters - 1)]}_{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(name)))[..HashCharacters]}";

    public static string Quote(string name) => $"\"{name.Replace("\"", "\"\"")}\"";

    /// <summary>A number as it stands in SQL.</summary>
    public static string Number(long value) => value.ToString(CultureInfo.InvariantCulture);

    [GeneratedRegex(@"\A[a-z][a-z0-9_]{0,39}\z", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex StreamPattern();

    [GeneratedRegex(@"\A[a-z][a-z0-9_]{0,59}\z", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex ColumnPattern();

    [GeneratedRegex(@"\A[a-z][a-z0-9-]{0,39}\z", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex PluginPattern();
}
