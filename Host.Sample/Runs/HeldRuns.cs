using System.Globalization;
using Host.Sample.Database;
using Host.Sample.Inventory;
using Host.Sample.Runs.Proof;

namespace Host.Sample.Runs;

/// <summary>What becomes of a held run when a new one begins: it makes way, because the new one is to be compared with what readers see.</summary>
internal static class HeldRuns
{
    /// <summary>Who decides when nobody did.</summary>
    public const string Host = "host";

    /// <summary>Rejects a held run of the connector, if there is one.</summary>
    public static void MakeWay(StoreSession write, RunCertificates certificates, Connector connector, long forRunId, DateTimeOffset now)
    {
        var held = write.Database.Runs.Where(run => run.ConnectorId == connector.Id && run.State == RunState.Held).OrderByDescending(run => run.Id).ToList();

        foreach (var run in held)
        {
            Reject(write, connector, run, Host, now, string.Create(CultureInfo.InvariantCulture, $"Run {forRunId} took its place before anybody had decided."));
            write.Database.AuditEntries.Add(new() { At = now, Actor = Host, Action = "run.rejected", Subject = string.Create(CultureInfo.InvariantCulture, $"run {run.Id}"), Detail = run.DecisionNote });
        }

        write.Database.SaveChanges();
        held.ForEach(run => certificates.SealAnew(write, run.Id, Host, run.DecisionNote!));
    }

    /// <summary>Takes a held run back; saved by the caller.</summary>
    public static void Reject(StoreSession write, Connector connector, Run run, string by, DateTimeOffset at, string note)
    {
        InventoryTables.TakeBack(write, connector.PluginId, connector.Id, run.Id);
        run.State = RunState.Rejected;
        (run.DecidedBy, run.DecidedAt, run.DecisionNote) = (by, at, note);
        (run.Message, run.Fix) = ($"{run.Message} It was rejected: {note}", null);
    }
}
