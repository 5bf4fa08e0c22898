using System.Text.Json;
using Host.Sample.Database;

namespace Host.Sample.Runs.Proof;

/// <summary>Accounts, seats and rows as of a run, in numbers that stay when the run's rows are pruned (<see cref="Run.FiguresJson"/>). A number that the connector's columns do not tell is null: unknown is not zero.</summary>
public sealed record RunFigures
{
    /// <summary>All accounts.</summary>
    public long? Accounts { get; init; }

    /// <summary>Accounts that are not deactivated.</summary>
    public long? ActiveAccounts { get; init; }

    /// <summary>Accounts by type and status, in the service's own words.</summary>
    public IReadOnlyList<AccountCount> AccountsByKind { get; init; } = [];

    /// <summary>Seats that are charged for, that are not, and of which the service does not say.</summary>
    public long? SeatsBilled { get; init; }

    public long? SeatsNotBilled { get; init; }

    public long? SeatsUnknown { get; init; }

    /// <summary>Rows of each stream as of the run, by the stream's id; those that it kept from earlier runs included.</summary>
    public IReadOnlyDictionary<string, long> Rows { get; init; } = new Dictionary<string, long>(StringComparer.Ordinal);

    /// <summary>The figures of a run; null when it has none.</summary>
    public static RunFigures? Of(Run run) => run.FiguresJson is null ? null : JsonSerializer.Deserialize<RunFigures>(run.FiguresJson);
}
