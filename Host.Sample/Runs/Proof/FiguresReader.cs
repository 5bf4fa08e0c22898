using Host.Sample.Database;
using Host.Sample.Inventory;
using Plugin.Abstractions.Collection;

namespace Host.Sample.Runs.Proof;

/// <summary>Counts accounts and seats as of a run, from the streams' subjects and the columns' semantics.</summary>
internal sealed class FiguresReader(StoreSession session, IReadOnlyList<InventorySchema> schemas, int connectorId)
{
    private const string Valid = "connector_id = ?1 AND from_run <= ?2 AND (to_run IS NULL OR to_run > ?2)";
    private const string Deactivated = "deactivated";

    /// <summary>The figures as of a run.</summary>
    /// <param name="runId">The run.</param>
    /// <param name="streams">The run's streams, with their rows.</param>
    public RunFigures Read(long runId, IEnumerable<StreamRun> streams)
    {
        var accounts = Accounts(runId);
        var seats = Seats(runId);

        return new()
        {
            Accounts = accounts?.Sum(kind => kind.Count),
            ActiveAccounts = accounts?.Where(kind => kind.Status is not Deactivated).Sum(kind => kind.Count),
            AccountsByKind = accounts ?? [],
            SeatsBilled = seats?.Billed,
            SeatsNotBilled = seats?.NotBilled,
            SeatsUnknown = seats?.Unknown,
            Rows = streams.Where(stream => stream.RowCount is not null).ToDictionary(stream => stream.StreamId, stream => stream.RowCount!.Value, StringComparer.Ordinal),
        };
    }

    private List<AccountCount>? Accounts(long runId)
    {
        if (Find(StreamSubject.Accounts, ColumnSemantic.AccountId) is not { } accounts)
        {
            return null;
        }

        using var groups = session.Prepare(
            $"SELECT {accounts[ColumnSemantic.AccountType]}, {accounts[ColumnSemantic.AccountStatus]}, count(*) FROM {accounts.Table} WHERE {Valid} GROUP BY 1, 2 ORDER BY 1, 2");
        groups.Bind(1, connectorId).Bind(2, runId);
        List<AccountCount> counts = [];

        while (groups.Step())
        {
            counts.Add(new(groups.IsNull(0) ? null : groups.Text(0), groups.IsNull(1) ? null : groups.Text(1), groups.Int64(2)));
        }

        return counts;
    }

    private (long Billed, long NotBilled, long Unknown)? Seats(long runId)
    {
        if ((Find(StreamSubject.Seats, ColumnSemantic.SeatBilled) ?? Find(StreamSubject.Accounts, ColumnSemantic.SeatBilled)) is not { } seats)
        {
            return null;
        }

        var billed = seats[ColumnSemantic.SeatBilled];
        using var counts = session.Prepare(
            $"SELECT count(*) FILTER (WHERE {billed} = 1), count(*) FILTER (WHERE {billed} = 0), count(*) FILTER (WHERE {billed} IS NULL) FROM {seats.Table} WHERE {Valid}");
        counts.Bind(1, connectorId).Bind(2, runId);

        return counts.Step() ? (counts.Int64(0), counts.Int64(1), counts.Int64(2)) : null;
    }

    private StreamMeaning? Find(StreamSubject subject, ColumnSemantic semantic) =>
        schemas.Select(schema => new StreamMeaning(schema)).FirstOrDefault(schema => schema.Subject == subject && schema.Has(semantic));
}
