using System.Globalization;
using System.Text;
using System.Text.Unicode;
using Host.Sample.Database;
using Host.Sample.Inventory.Postgres;
using Npgsql;

namespace Host.Sample.Backups.Copying;

/// <summary>Copies one table, row by row, and reads it back.</summary>
internal sealed class TableCopy(TablePlan plan, StoreSession file, NpgsqlConnection target)
{
    private const int RowsBetweenChecks = 1024;
    private const int TicksPerMicrosecond = 10;
    private const int GuidBytes = 16;

    private readonly SortedDictionary<string, long> _replaced = new(StringComparer.Ordinal);

    /// <summary>Texts of the host's own tables in which � stands for the zero character now, by column.</summary>
    public IReadOnlyDictionary<string, long> Replaced => _replaced;

    /// <summary>Sends all rows.</summary>
    /// <returns>What was sent.</returns>
    /// <exception cref="HostException"><see cref="HostProblem.Invalid"/>: a value cannot be kept there, or is not what its column says.</exception>
    public RowSum Send()
    {
        using var rows = file.Prepare($"SELECT {plan.ColumnList} FROM {SqlName.Quote(plan.Name)}");

        // The table is this transaction's own, so that what is written need never be looked at again.
        var ways = plan.Inventory is null ? "FORMAT BINARY" : "FORMAT BINARY, FREEZE";
        using RowSender sender = new(target, $"COPY {SqlName.Quote(plan.Name)} ({plan.ColumnList}) FROM STDIN ({ways})", plan.Columns.Count);

        for (var count = 0; rows.Step(); count++)
        {
            if (count % RowsBetweenChecks == 0)
            {
                file.CancellationToken.ThrowIfCancellationRequested();
            }

            sender.Begin();

            for (var column = 0; column < plan.Columns.Count; column++)
            {
                Send(sender, rows, column);
            }

            sender.End();
        }

        sender.Complete();

        return sender.Sum;
    }

    /// <summary>Reads what is there.</summary>
    public RowSum Receive()
    {
        using RowReceiver rows = new(target, $"COPY {SqlName.Quote(plan.Name)} ({plan.ColumnList}) TO STDOUT (FORMAT BINARY)", plan.Columns.Count);
        RowSum sum = new();

        while (rows.Step())
        {
            if (sum.Rows % RowsBetweenChecks == 0)
            {
                file.CancellationToken.ThrowIfCancellationRequested();
            }

            sum.Add(rows.Row);
        }

        return sum;
    }

    private void Send(RowSender sender, SqlStatement rows, int column)
    {
        if (rows.IsNull(column))
        {
            sender.Null();

            return;
        }

        switch (plan.Columns[column].Kind)
        {
            case CopiedKind.Boolean:
                sender.Number(Whole(rows, column) == 0 ? 0 : 1, sizeof(bool));
                break;
            case CopiedKind.Int16:
                sender.Number(Fitting(rows, column, short.MinValue, short.MaxValue), sizeof(short));
                break;
            case CopiedKind.Int32:
                sender.Number(Fitting(rows, column, int.MinValue, int.MaxValue), sizeof(int));
                break;
            case CopiedKind.Int64:
                sender.Number(Whole(rows, column), sizeof(long));
                break;
            case CopiedKind.Text:
                SendText(sender, rows, column);
                break;
            case CopiedKind.Bytes:
                sender.Bytes(rows.Bytes(column));
                break;
            case CopiedKind.Guid:
                SendGuid(sender, rows, column);
                break;
            case CopiedKind.Time:
                sender.Number(Time(rows, column), sizeof(long));
                break;
            default:
                throw new InvalidOperationException($"Values of the kind {plan.Columns[column].Kind} cannot be copied.");
        }
    }

    private void SendText(RowSender sender, SqlStatement rows, int column)
    {
        var text = rows.Bytes(column);

        if (!Utf8.IsValid(text))
        {
            throw Refused(rows, column, "holds bytes that are no text", "Somebody has altered the file: take a backup of it by 'store restore'.");
        }

        if (column == 1 && plan.Inventory is not null && text.Length > PostgresStaging.MostKeyBytes)
        {
            throw Refused(rows, column, $"has {text.Length} bytes, and {PostgresStaging.MostKeyBytes} is the most that PostgreSQL takes of a key", "Stay with the file, or remove the connectors of that plugin.");
        }

        if (!text.Contains((byte)0))
        {
            sender.Bytes(text);

            return;
        }

        if (plan.Inventory is not null)
        {
            throw Refused(
                rows,
                column,
                "has the zero character, which PostgreSQL cannot keep; with another one in its place the row would no longer be what its run certified",
                "Correct the text at the service, let a run collect it, and let 'connectors retention' prune the runs that have it. Then copy again.");
        }

        var name = plan.Columns[column].Name;
        _replaced[name] = _replaced.GetValueOrDefault(name) + 1;
        sender.Bytes(Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(text).Replace('\0', '\uFFFD')));
    }

    private void SendGuid(RowSender sender, SqlStatement rows, int column)
    {
        Span<byte> bytes = stackalloc byte[GuidBytes];

        if (!Guid.TryParse(rows.Text(column), out var value) || !value.TryWriteBytes(bytes, bigEndian: true, out _))
        {
            throw Altered(rows, column);
        }

        sender.Bytes(bytes);
    }

    private long Time(SqlStatement rows, int column) => TimeOnly.TryParse(rows.Text(column), CultureInfo.InvariantCulture, out var time) ? time.Ticks / TicksPerMicrosecond : throw Altered(rows, column);

    private long Whole(SqlStatement rows, int column) => rows.IsWhole(column) ? rows.Int64(column) : throw Altered(rows, column);

    private long Fitting(SqlStatement rows, int column, long least, long most) => Whole(rows, column) is var value && value >= least && value <= most ? value : throw Altered(rows, column);

    private HostException Altered(SqlStatement rows, int column) => Refused(rows, column, "is not of the column's type", "Somebody has altered the file: take a backup of it by 'store restore'.");

    private HostException Refused(SqlStatement rows, int column, string what, string fix) => new(
        HostProblem.Invalid,
        $"The value of {plan.Columns[column].Name} in {plan.Name}{(plan.Inventory is null ? "" : $", row '{Key(rows)}',")} {what}.",
        $"{fix} Nothing has been changed.");

    private static string Key(SqlStatement rows) => Encoding.UTF8.GetString(rows.Bytes(1)) is { Length: > 80 } key ? $"{key[..80]}…" : Encoding.UTF8.GetString(rows.Bytes(1));
}
