using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Host.Sample.Database;
using Microsoft.EntityFrameworkCore;
using Plugin.Abstractions.Collection;

namespace Host.Sample.Runs.Proof;

/// <summary>Writes the certificates of runs, seals them anew with the reason when something happens to the run later, and gives them out.</summary>
public sealed class RunCertificates(IDbContextFactory<HostDatabase> databases, CertificateKey key, TimeProvider clock)
{
    /// <summary>Who seals when a run ends by itself.</summary>
    public const string Host = "host";

    /// <summary>The certificate of a run.</summary>
    /// <exception cref="HostException"><see cref="HostProblem.NotFound"/>: no such run, or it has no certificate (yet). <see cref="HostProblem.ProofBroken"/>: what is stored is none.</exception>
    public async Task<SealedCertificate> GetAsync(long runId, CancellationToken cancellationToken)
    {
        await using var database = await databases.CreateDbContextAsync(cancellationToken);
        var run = await database.Runs.AsNoTracking().SingleOrDefaultAsync(entity => entity.Id == runId, cancellationToken)
            ?? throw new HostException(HostProblem.NotFound, $"There is no run {runId}.", "'runs list' shows those that there are.");

        return Stored(run);
    }

    /// <summary>Seals the certificate of a run that has ended, from its records, inside the transaction that ended it.</summary>
    public void Seal(StoreSession write, long runId) => Seal(write, runId, Host, "The run ended.");

    /// <summary>Seals it anew because something has happened to the run since: inside the transaction in which it happens. A run without a certificate is left alone.</summary>
    /// <param name="write">The transaction; what happened has been saved in it.</param>
    /// <param name="runId">The run.</param>
    /// <param name="by">Who caused it.</param>
    /// <param name="reason">What happened, in a sentence that names no person.</param>
    public void SealAnew(StoreSession write, long runId, string by, string reason)
    {
        if (write.Database.Runs.Any(run => run.Id == runId && run.CertificateJson != null))
        {
            Seal(write, runId, by, reason);
        }
    }

    /// <exception cref="HostException">As <see cref="GetAsync"/>.</exception>
    internal static SealedCertificate Stored(Run run)
    {
        if (run.CertificateJson is not { } json)
        {
            throw run.State is RunState.Queued or RunState.Running
                ? new HostException(HostProblem.NotFound, $"Run {run.Id} has not ended; its certificate is written then.", "Wait for its end.")
                : new HostException(HostProblem.NotFound, $"Run {run.Id} has no certificate: it ended before this host wrote any.", "Run the connector again; the new run has one.");
        }

        try
        {
            return SealedCertificate.Parse(json);
        }
        catch (FormatException exception)
        {
            throw new HostException(HostProblem.ProofBroken, $"What is stored as the certificate of run {run.Id} {exception.Message}", "The store was altered: compare with a copy of the certificate or of the store.", exception);
        }
    }

    private void Seal(StoreSession write, long runId, string by, string reason)
    {
        var run = write.Database.Runs.AsNoTracking().Include(entity => entity.Streams).Single(entity => entity.Id == runId);
        run.Streams.Sort((one, other) => one.Ordinal.CompareTo(other.Ordinal));
        var connector = write.Database.Connectors.AsNoTracking().Single(entity => entity.Id == run.ConnectorId);
        var erasures = Erasures(write, run);
        var (revisions, previousHash, wasAltered) = Before(run, erasures);
        CertificateBuilder builder = new(run, connector, erasures, BodiesStored(write, connector));
        var content = builder.Build([.. revisions, new(revisions.Count + 1, clock.GetUtcNow(), by, reason, previousHash, wasAltered)]);
        var text = SealedCertificate.Make(content, key).ToString();
        write.Database.Runs.Where(entity => entity.Id == runId).ExecuteUpdate(set => set.SetProperty(entity => entity.CertificateJson, text));
    }

    /// <summary>The revisions so far. One that was altered is not sealed over in silence.</summary>
    private static (IReadOnlyList<CertificateRevision> Revisions, string? PreviousHash, bool WasAltered) Before(Run run, ILookup<string, CertifiedErasure> erasures)
    {
        if (run.CertificateJson is not { } json)
        {
            return ([], null, false);
        }

        try
        {
            var before = SealedCertificate.Parse(json);
            var isAltered = before.Check() is not null || before.ToString() != json || CertificateMatch.Difference(before.Content, run, erasures) is not null;

            return (before.Content.Revisions, before.ContentHash, isAltered);
        }
        catch (FormatException)
        {
            return ([], Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(json))), true);
        }
    }

    private static ILookup<string, CertifiedErasure> Erasures(StoreSession write, Run run) => (
        from erasure in write.Database.Erasures.AsNoTracking()
        join account in write.Database.ErasedAccounts on erasure.ErasedAccountId equals account.Id
        where erasure.RunId == run.Id
        orderby erasure.ErasedAccountId
        select new { erasure, account.ErasedAt }).AsEnumerable().ToLookup(
            entry => entry.erasure.StreamId,
            entry => new CertifiedErasure(entry.ErasedAt, entry.erasure.RowsErased, entry.erasure.RowsChanged, entry.erasure.RowCountBefore, entry.erasure.RowSetHashBefore, entry.erasure.RowCountAfter, entry.erasure.RowSetHashAfter));

    /// <summary>Values in columns for what people wrote. Such columns are always empty; here that is counted, not believed.</summary>
    private static long BodiesStored(StoreSession write, Connector connector)
    {
        var stored = 0L;

        foreach (var table in write.Database.InventoryTables.AsNoTracking().Where(table => table.PluginId == connector.PluginId).ToList())
        {
            var bodies = JsonSerializer.Deserialize<StreamDescription>(table.DescriptionJson)!.Columns.Where(column => column.Meaning.PersonalData is PersonalData.Content).Select(column => SqlName.Quote(column.Name)).ToList();

            if (bodies.Count > 0)
            {
                using var count = write.Prepare($"SELECT {string.Join(" + ", bodies.Select(column => $"count({column})"))} FROM {SqlName.Quote(table.TableName)} WHERE connector_id = ?1");
                stored += count.Bind(1, connector.Id).Number();
            }
        }

        return stored;
    }
}
