using Microsoft.EntityFrameworkCore;

namespace Host.Sample.Database;

/// <summary>Figures that were worked out from a run's rows once and are kept, because working them out takes long. They can always be worked out again.</summary>
public sealed class RunFiguresEntry
{
    public long RunId { get; set; }

    /// <summary>Which figures.</summary>
    public required string Kind { get; set; }

    /// <summary>A hash of everything besides the run that they follow from, such as terms and exclusions: where that has changed they are out of date.</summary>
    public required string Basis { get; set; }

    public required string Json { get; set; }

    public DateTimeOffset At { get; set; }

    /// <summary>Forgets the figures of all runs of a connector, because rows of theirs go. What is being worked out now is not kept either.</summary>
    public static void Forget(HostDatabase database, int connectorId) =>
        database.RunFigures.Where(entry => database.Runs.Any(run => run.Id == entry.RunId && run.ConnectorId == connectorId)).ExecuteDelete();
}
