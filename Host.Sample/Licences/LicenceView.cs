using Host.Sample.Database;
using Host.Sample.Inventory;
using Plugin.Abstractions;

namespace Host.Sample.Licences;

/// <summary>All that an account's position is decided from, besides what is known of the account itself.</summary>
internal sealed record LicenceView
{
    public required InventorySource Source { get; init; }

    /// <summary>The run's begin: the moment that ages are counted from.</summary>
    public required DateTimeOffset AsOf { get; init; }

    /// <summary>How the service charges; null when the plugin does not know.</summary>
    public required SeatRules? Rules { get; init; }

    public required SeatTerms Terms { get; init; }

    public required int IdleDays { get; init; }

    /// <summary>Streams that show signs of use, in the order of the catalogue.</summary>
    public required IReadOnlyList<SignalSource> Sources { get; init; }

    /// <summary>The stream that tells which seats are charged for; null: none does.</summary>
    public required StreamMeaning? Seats { get; init; }

    /// <summary>Published runs up to this one in which the seats were complete.</summary>
    public required RunLine SeatRuns { get; init; }

    /// <summary>Published runs up to this one in which the accounts were complete.</summary>
    public required RunLine AccountRuns { get; init; }

    /// <summary>Published runs up to this one.</summary>
    public required RunLine Runs { get; init; }

    /// <summary>How the streams ended in this run.</summary>
    public required IReadOnlyDictionary<string, StreamRun> States { get; init; }

    /// <summary>After how long unused an account is idle.</summary>
    public DateTimeOffset IdleSince => AsOf.AddDays(-IdleDays);

    /// <summary>Whether the rules of the service hold, and not a contract.</summary>
    public bool IsStandard => Rules is not null && !Terms.IsContract;

    /// <summary>How long after its last use a seat is no longer charged for; null where it is charged for all the same.</summary>
    public TimeSpan? UnchargedAfter => IsStandard && Rules!.UnchargedAfter is { } time && time > TimeSpan.Zero ? time : null;

    /// <summary>Whether the seats were told whole in this very run.</summary>
    public bool AreSeatsKnown => SeatRuns.Find(Source.RunId) is not null;
}
