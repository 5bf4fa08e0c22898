using System.Text.RegularExpressions;
using Host.Sample.Database;
using Host.Sample.Database.Sqlite;

namespace Host.Sample.Tests.Runs;

/// <summary>SQL that tests ask the store with, as any SQL tool would; written for SQLite, and read by the other store too.</summary>
public static partial class TestSql
{
    public static string For(HostStore store, string sql)
    {
        if (store is SqliteStore)
        {
            return sql;
        }

        // Outside of texts: the host's own tables and columns have capitals, rows are told apart by another name, and lists are made by another function.
        var parts = sql.Split('\'');

        for (var place = 0; place < parts.Length; place += 2)
        {
            parts[place] = Capitals().Replace(parts[place], "\"$0\"").Replace("rowid", "ctid", StringComparison.Ordinal).Replace("group_concat", "string_agg", StringComparison.Ordinal);
        }

        return string.Join('\'', parts);
    }

    [GeneratedRegex(@"\b[A-Z][a-z]\w*", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Capitals();
}
