using System.Text.Json;
using Host.Sample.Database;
using Host.Sample.Plugins;
using Microsoft.EntityFrameworkCore;
using Plugin.Abstractions.Collection;

namespace Host.Sample.Inventory;

/// <summary>Compares the streams of a version with the tables that are there: columns may come and go, what identifies a row may not change, and a type only by a declared migration.</summary>
internal sealed partial class SchemaCheck(IDbContextFactory<HostDatabase> databases, StoreWriter writer, ILogger<SchemaCheck> logger) : IVersionCheck
{
    private const string Ask = "Ask the plugin's maker for a version that keeps to what is stored.";

    public async Task<VersionFindings> CheckAsync(VersionCandidate candidate, CancellationToken cancellationToken)
    {
        var migrations = ColumnMigrations.Of(candidate.Plugin);
        List<VersionObjection> objections = [];
        List<string> notes = [];

        foreach (var (stored, stream) in await PairsAsync(candidate, cancellationToken))
        {
            objections.AddRange(Objections(stored, stream, migrations, writer.Dialect).Select(objection => new VersionObjection(objection.Problem, objection.Fix, YieldsToPerson: false)));
            notes.AddRange(Notes(stored, stream));
        }

        return new(objections, notes);
    }

    /// <summary>Brings the tables to the version's types.</summary>
    /// <exception cref="PluginPostponedException">A run of another version is at work on them.</exception>
    public async Task TakeAsync(VersionCandidate candidate, CancellationToken cancellationToken)
    {
        var migrations = ColumnMigrations.Of(candidate.Plugin);
        List<ColumnMigration> needed =
        [
            .. (await PairsAsync(candidate, cancellationToken)).SelectMany(pair => Changed(pair.Stored, pair.Stream).Select(column => Find(migrations, pair.Stream, column.Stored, column.New)).OfType<ColumnMigration>()),
        ];

        if (needed.Count > 0)
        {
            var lost = await writer.WriteAsync(write => Migrate(write, candidate.Plugin, needed), cancellationToken);
            LogMigrated(candidate.Plugin.Id, candidate.Plugin.Version, string.Join(", ", needed.Select(migration => $"{migration.Stream}.{migration.Column}")), lost);
        }
    }

    private static long Migrate(StoreSession write, InstalledPlugin plugin, List<ColumnMigration> needed)
    {
        // In the same transaction: no run can begin in between. One that has no version yet waits for this.
        var active = write.Database.Runs
            .Where(run => run.State == RunState.Running && run.PluginVersion != null && run.PluginVersion != plugin.Version && write.Database.Connectors.Any(connector => connector.Id == run.ConnectorId && connector.PluginId == plugin.Id))
            .Select(run => run.Id)
            .ToList();

        if (active.Count > 0)
        {
            throw new PluginPostponedException(
                $"Version {plugin.Version} of the plugin '{plugin.Id}' changes the type of stored columns, and run {active[0]} is at work on them.", "It is tried again when no run of the plugin is at work.");
        }

        return needed.Sum(migration => InventoryTables.Migrate(write, plugin.Id, plugin.Version, migration));
    }

    private async Task<List<(StreamDescription Stored, StreamDescription Stream)>> PairsAsync(VersionCandidate candidate, CancellationToken cancellationToken)
    {
        await using var database = await databases.CreateDbContextAsync(cancellationToken);
        var tables = await database.InventoryTables.AsNoTracking().Where(table => table.PluginId == candidate.Plugin.Id).ToListAsync(cancellationToken);

        return
        [
            .. from stream in candidate.Description.Streams
               join table in tables on stream.Id equals table.StreamId
               select (JsonSerializer.Deserialize<StreamDescription>(table.DescriptionJson)!, stream),
        ];
    }

    private static IEnumerable<(string Problem, string Fix)> Objections(StreamDescription stored, StreamDescription stream, IReadOnlyList<ColumnMigration> migrations, SqlDialect dialect)
    {
        if (stored.Mode != stream.Mode)
        {
            yield return ($"The stream {stream.Id} was a {Word(stored.Mode)} and is a {Word(stream.Mode)}: rows would be taken for gone, or never be.", Ask);
        }

        if (!Key(stored).SequenceEqual(Key(stream)))
        {
            yield return ($"The stream {stream.Id} tells its rows apart by {string.Join(", ", Key(stream))}, before by {string.Join(", ", Key(stored))}: every row would be taken for gone, and for new.", Ask);
        }

        foreach (var (before, column) in Changed(stored, stream))
        {
            var migration = Find(migrations, stream, before, column);

            if (migration?.Convert("x", dialect) is null)
            {
                yield return (
                    $"The column {column.Name} of the stream {stream.Id} is stored as {Word(before.Type)} and would be {Word(column.Type)}{(migration is null ? "" : ", which this host cannot convert")}.",
                    "Stay with the version that serves, or ask the plugin's maker for one that gives the column a new name or declares the change under 'migrations' in its plugin.json.");
            }
        }
    }

    private static IEnumerable<string> Notes(StreamDescription stored, StreamDescription stream)
    {
        var added = stream.Columns.Where(column => !stored.Columns.Any(other => other.Name == column.Name)).Select(column => column.Name).ToList();
        var gone = stored.Columns.Where(column => !column.IsRetired() && !stream.Columns.Any(other => other.Name == column.Name)).Select(column => column.Name).ToList();

        if (added.Count > 0)
        {
            yield return $"The stream {stream.Id} gains {string.Join(", ", added)}.";
        }

        if (gone.Count > 0)
        {
            yield return $"The stream {stream.Id} no longer brings {string.Join(", ", gone)}; what is stored stays readable.";
        }

        foreach (var (before, column) in Changed(stored, stream))
        {
            yield return $"The column {column.Name} of {stream.Id} is kept as {Word(column.Type)} from now on, no longer as {Word(before.Type)}.";
        }
    }

    private static IEnumerable<(ColumnDescription Stored, ColumnDescription New)> Changed(StreamDescription stored, StreamDescription stream) =>
        from column in stream.Columns
        join before in stored.Columns on column.Name equals before.Name
        where before.Type != column.Type
        select (before, column);

    private static ColumnMigration? Find(IReadOnlyList<ColumnMigration> migrations, StreamDescription stream, ColumnDescription stored, ColumnDescription column) =>
        migrations.FirstOrDefault(migration => migration.Stream == stream.Id && migration.Column == column.Name && migration.From == stored.Type && migration.To == column.Type);

    private static IEnumerable<string> Key(StreamDescription stream) => stream.Columns.Where(column => column.Meaning.IsKey).Select(column => column.Name);

    private static string Word<T>(T value)
        where T : struct, Enum => value.ToString().ToLowerInvariant();

    [LoggerMessage(2410, LogLevel.Information, "The store of plugin {PluginId} was brought to version {Version}: {Columns}; {Lost} values have no counterpart in the new type and are kept in the old column only")]
    private partial void LogMigrated(string pluginId, string version, string columns, long lost);
}
