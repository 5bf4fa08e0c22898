using Plugin.Abstractions.Collection;

namespace Host.Sample.Web.Grid;

/// <summary>Which columns of a stream a viewer sees.</summary>
internal static class ColumnChoice
{
    private const int Fewest = 6;
    private const int Most = 10;

    /// <summary>Where a viewer's browser remembers it.</summary>
    public static string RememberedAs(string pluginId, string streamId) => $"columns:{pluginId}:{streamId}";

    /// <summary>The columns shown before anybody has chosen: those that mean something, filled up with the next ones. The tenant's id is the same everywhere, so it comes last.</summary>
    public static IReadOnlySet<string> Default(StreamDescription stream)
    {
        var ranked = stream.Columns
            .Select((column, position) => (Column: column, Position: position, Rank: Rank(column, stream.Subject)))
            .OrderBy(entry => entry.Rank)
            .ThenBy(entry => entry.Position)
            .ToList();
        var telling = ranked.Count(entry => entry.Rank < 2);

        return ranked.Take(Math.Clamp(telling, Fewest, Most)).Select(entry => entry.Column.Name).ToHashSet();
    }

    /// <summary>What was remembered, as far as there still are such columns; the default when nothing of it is left.</summary>
    /// <param name="remembered">Names, with commas between them.</param>
    /// <param name="stream">The stream.</param>
    public static IReadOnlySet<string> Read(string? remembered, StreamDescription stream)
    {
        var names = (remembered ?? "").Split(',');
        var known = stream.Columns.Select(column => column.Name).Where(names.Contains).ToHashSet();

        return known.Count > 0 ? known : Default(stream);
    }

    private static int Rank(ColumnDescription column, StreamSubject subject) => column.Meaning switch
    {
        { Semantic: ColumnSemantic.TenantId } when subject is not StreamSubject.Tenant => 3,
        { IsKey: true } => 0,
        { Semantic: not ColumnSemantic.None } => 1,
        _ => 2,
    };
}
