using System.Globalization;
using Host.Sample.Database;
using Microsoft.EntityFrameworkCore;
using Plugin.Abstractions;

namespace Host.Sample.SharedValues;

/// <summary>Keeps what the connectors of a plugin have in common, for all processes on the store.</summary>
/// <remarks>Each writing is one statement and a transaction of its own: nothing is held while a plugin thinks.</remarks>
public sealed class SharedValueStore(HostStore store, StoreWriter writer, IDbContextFactory<HostDatabase> databases, TimeProvider clock)
{
    private static readonly TimeSpan BetweenPrunings = TimeSpan.FromHours(1);

    private long? _prunedAt;

    /// <summary>After how long a value that nobody writes is forgotten.</summary>
    public static TimeSpan Kept { get; } = TimeSpan.FromDays(1);

    /// <summary>Those of one plugin.</summary>
    public ISharedValues Of(string pluginId) => new OfPlugin(this, pluginId);

    private async Task<SharedValue> ReadAsync(string pluginId, string key, CancellationToken cancellationToken)
    {
        var sql =
            $$"""
            SELECT {{Now("{2}")}} AS "Now", kept."Value", kept."Version"
            FROM (SELECT 1) AS one LEFT JOIN "SharedValues" AS kept ON kept."PluginId" = {0} AND kept."Key" = {1}
            """;

        try
        {
            await using var database = await databases.CreateDbContextAsync(cancellationToken);
            var rows = await database.Database.SqlQueryRaw<Row>(sql, pluginId, key, Text(clock.GetUtcNow())).ToListAsync(cancellationToken);

            return new(rows[0].Value, rows[0].Version ?? 0, DateTimeOffset.Parse(rows[0].Now, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal));
        }
        catch (Exception exception) when (exception is not OperationCanceledException && StoreFailure.IsOne(exception))
        {
            throw StoreFailure.Explain(exception, store.Name);
        }
    }

    private async Task<bool> TryWriteAsync(string pluginId, string key, string value, long version, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();

        if (version != 0)
        {
            var update =
                $$"""
                UPDATE "SharedValues" SET "Value" = {2}, "Version" = "Version" + 1, "WrittenAt" = {{Now("{4}")}}
                WHERE "PluginId" = {0} AND "Key" = {1} AND "Version" = {3}
                """;

            return await ExecuteAsync(update, [pluginId, key, value, version, Text(now)], cancellationToken) == 1;
        }

        // The first version is counted from the clock, so that who remembers a value from before it was forgotten does not meet its version again.
        var insert =
            $$"""
            INSERT INTO "SharedValues" ("PluginId", "Key", "Value", "Version", "WrittenAt")
            VALUES ({0}, {1}, {2}, {3}, {{Now("{4}")}}) ON CONFLICT DO NOTHING
            """;
        var isWritten = await ExecuteAsync(insert, [pluginId, key, value, now.ToUnixTimeMilliseconds(), Text(now)], cancellationToken) == 1;

        if (_prunedAt is null || clock.GetElapsedTime(_prunedAt.Value) >= BetweenPrunings)
        {
            // Two at once do no harm.
            _prunedAt = clock.GetTimestamp();
            await ExecuteAsync($$"""DELETE FROM "SharedValues" WHERE "WrittenAt" < {{store.Dialect.Clock(Kept) ?? "{0}"}}""", [Text(now - Kept)], cancellationToken);
        }

        return isWritten;
    }

    private async Task<int> ExecuteAsync(string sql, object[] values, CancellationToken cancellationToken)
    {
        // Where there is one writer, its turn is waited for without a thread; where there are several, nobody's merge is waited for.
        if (store.Dialect.HasOneWriter)
        {
            return await writer.WriteAsync(session => session.Database.Database.ExecuteSqlRaw(sql, values), cancellationToken);
        }

        try
        {
            await using var database = await databases.CreateDbContextAsync(cancellationToken);

            return await database.Database.ExecuteSqlRawAsync(sql, values, cancellationToken);
        }
        catch (Exception exception) when (exception is not OperationCanceledException && StoreFailure.IsOne(exception))
        {
            throw StoreFailure.Explain(exception, store.Name);
        }
    }

    private string Now(string own) => store.Dialect.Clock(TimeSpan.Zero) ?? own;

    private static string Text(DateTimeOffset moment) => moment.UtcDateTime.ToString(UtcTextConverter.Format, CultureInfo.InvariantCulture);

    private sealed record Row(string Now, string? Value, long? Version);

    private sealed class OfPlugin(SharedValueStore values, string pluginId) : ISharedValues
    {
        public Task<SharedValue> ReadAsync(string key, CancellationToken cancellationToken)
        {
            SharedValueRules.CheckKey(key);

            return values.ReadAsync(pluginId, key, cancellationToken);
        }

        public Task<bool> TryWriteAsync(string key, string value, long version, CancellationToken cancellationToken)
        {
            SharedValueRules.CheckKey(key);
            SharedValueRules.CheckValue(value);

            return values.TryWriteAsync(pluginId, key, value, version, cancellationToken);
        }
    }
}
