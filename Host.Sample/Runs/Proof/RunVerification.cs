using System.Data.Common;
using System.Globalization;
using Host.Sample.Cli;
using Host.Sample.Database;
using Host.Sample.Inventory;
using Host.Sample.Telemetry;
using Microsoft.EntityFrameworkCore;

namespace Host.Sample.Runs.Proof;

/// <summary>Holds a run's certificate against the store: the seal, the run's records, every row's values, and which runs its versions belong to.</summary>
public sealed class RunVerification(HostStore store, CertificateKey key)
{
    private const int CacheKibibytes = 4 * 1024;

    /// <summary>Verifies a run. Reads the store only; rows one by one.</summary>
    /// <param name="runId">The run.</param>
    /// <param name="given">The text of a certificate that somebody kept, to be held against the stored one; null: none.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="HostException"><see cref="HostProblem.NotFound"/>: no such run, or it has no certificate. <see cref="HostProblem.Invalid"/>: what is given is no certificate. <see cref="HostProblem.ProofBroken"/>: what is stored is none.</exception>
    public Task<VerificationReport> VerifyAsync(long runId, string? given, CancellationToken cancellationToken) => VerifyAsync(runId, given, null, cancellationToken);

    /// <inheritdoc cref="VerifyAsync(long, string?, CancellationToken)"/>
    /// <param name="runId">The run.</param>
    /// <param name="given">The text of a certificate that somebody kept; null: none.</param>
    /// <param name="progress">Is told how far it is, before each stream, from another thread; null: nobody.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public Task<VerificationReport> VerifyAsync(long runId, string? given, IProgress<VerificationStep>? progress, CancellationToken cancellationToken) =>
        ReadAsync(database => Verify(database, runId, given, progress, cancellationToken), cancellationToken);

    /// <summary>A run's certificate with what is wrong with its seal or with what it says against the run's record; no row is read.</summary>
    /// <inheritdoc cref="VerifyAsync(long, string?, CancellationToken)"/>
    public Task<CheckedCertificate> CheckSealAsync(long runId, CancellationToken cancellationToken) => ReadAsync(
        database =>
        {
            var run = Find(database, runId);
            var certificate = RunCertificates.Stored(run);
            List<string> findings = [];
            CheckSeal(certificate, run, findings);

            return new CheckedCertificate(certificate, findings);
        },
        cancellationToken);

    private async Task<T> ReadAsync<T>(Func<HostDatabase, T> read, CancellationToken cancellationToken)
    {
        // A connection and a transaction of its own: everything is read as of one moment, whoever writes meanwhile.
        await using var connection = await store.ConnectAsync(CacheKibibytes, cancellationToken);

        try
        {
            return await Task.Run(
                () =>
                {
                    using var transaction = store.BeginRead(connection);
                    using var database = store.Open(connection);
                    database.Database.UseTransaction(transaction);

                    return read(database);
                },
                cancellationToken);
        }
        catch (DbException exception) when (StoreFailure.IsOne(exception))
        {
            throw StoreFailure.Explain(exception, store.Name);
        }
    }

    private static Run Find(HostDatabase database, long runId) => database.Runs.AsNoTracking().Include(entity => entity.Streams).SingleOrDefault(entity => entity.Id == runId)
        ?? throw new HostException(HostProblem.NotFound, $"There is no run {runId}.", "'runs list' shows those that there are.");

    private VerificationReport Verify(HostDatabase database, long runId, string? given, IProgress<VerificationStep>? progress, CancellationToken cancellationToken)
    {
        var run = Find(database, runId);
        var sealedCertificate = RunCertificates.Stored(run);
        List<string> findings = [];
        List<string> notes = [];
        List<StreamVerification> streams = [];
        CheckSeal(sealedCertificate, run, findings);

        List<string> ofGiven = [];

        if (given is not null)
        {
            CompareGiven(Read(given), sealedCertificate, runId, ofGiven, notes);
        }

        if (run.State is RunState.Published or RunState.Held && run.PrunedAt is null)
        {
            var session = StoreSession.Over(database, cancellationToken);
            CheckRows(session, run, sealedCertificate.Content, progress, findings, streams);
        }

        notes.AddRange(sealedCertificate.Content.Streams.Where(stream => stream.Erasures.Count > 0).Select(stream =>
            $"Rows of {stream.Id} were erased on request {(stream.Erasures.Count == 1 ? "once" : $"{stream.Erasures.Count} times")}, the last time at {Words.Of(stream.Erasures[^1].At)}; they are held against what was left."));

        return Report(run, sealedCertificate, findings, ofGiven, notes, streams);
    }

    private void CheckSeal(SealedCertificate certificate, Run run, List<string> findings)
    {
        var content = certificate.Content;

        if (certificate.ToString() != run.CertificateJson)
        {
            findings.Add("The stored certificate is not written as it was sealed.");
        }

        if (certificate.Check() is { } broken)
        {
            findings.Add(broken);
        }
        else if (certificate.Seal.KeyId != key.Id)
        {
            findings.Add($"The certificate is sealed with the key {certificate.Seal.KeyId}, and this host's is {key.Id}: somebody else sealed it, or the host's key was lost and made anew.");
        }

        if (CertificateMatch.Difference(content, run, Array.Empty<CertifiedErasure>().ToLookup(_ => "")) is { } difference)
        {
            findings.Add(difference);
        }

        if (content.Run.State != run.State || content.Run.PrunedAt is null != run.PrunedAt is null)
        {
            findings.Add($"The run's record says that it is {RunWords.State(run.State)}{(run.PrunedAt is null ? "" : " and pruned")}, and certified was {RunWords.State(content.Run.State)}{(content.Run.PrunedAt is null ? "" : " and pruned")}.");
        }

        findings.AddRange(content.Revisions.Where(revision => revision.PreviousWasAltered).Select(revision =>
            string.Create(CultureInfo.InvariantCulture, $"When revision {revision.Revision} was sealed, the certificate before it was not what had been sealed, or not what the run's record said.")));
    }

    private static void CompareGiven(SealedCertificate given, SealedCertificate stored, long runId, List<string> findings, List<string> notes)
    {
        var revision = given.Content.Revisions.Count;

        if (given.Check() is { } broken)
        {
            findings.Add($"The certificate that was given: {broken}");
        }
        else if (given.Content.Run.Id != runId)
        {
            findings.Add($"The certificate that was given is that of run {given.Content.Run.Id}.");
        }
        else if (given.IsSame(stored))
        {
            notes.Add("The certificate that was given is the stored one.");
        }
        else if (stored.Content.Revisions.ElementAtOrDefault(revision) is { } next && next.PreviousHash == given.ContentHash && given.Seal.KeyId == stored.Seal.KeyId)
        {
            notes.Add($"The certificate that was given is revision {revision}; revision {next.Revision} was sealed at {Words.Of(next.At)}: {next.Reason}");
        }
        else
        {
            findings.Add("The certificate that was given is properly sealed, and it is not the stored one nor an earlier revision of it.");
        }
    }

    private static SealedCertificate Read(string given)
    {
        try
        {
            return SealedCertificate.Parse(given);
        }
        catch (FormatException exception)
        {
            throw new HostException(HostProblem.Invalid, $"What was given as a certificate {exception.Message}", "Give the file that 'runs certificate RUN --output FILE' wrote.", exception);
        }
    }

    private static void CheckRows(StoreSession session, Run run, CertificateContent content, IProgress<VerificationStep>? progress, List<string> findings, List<StreamVerification> streams)
    {
        var connector = session.Database.Connectors.AsNoTracking().Single(entity => entity.Id == run.ConnectorId);
        var schemas = InventoryTables.OpenAll(session, connector.PluginId);
        var runs = session.Database.Runs.AsNoTracking().Include(entity => entity.Streams)
            .Where(other => other.ConnectorId == connector.Id && other.Id <= run.Id && (other.State == RunState.Published || other.Id == run.Id)).OrderBy(other => other.Id).ToList();
        var erased = session.Database.Erasures.AsNoTracking().Where(erasure => session.Database.Runs.Any(other => other.Id == erasure.RunId && other.ConnectorId == connector.Id)).Select(erasure => erasure.StreamId).ToHashSet();
        StoredRows rows = new(session, connector.Id, run.Id);
        VersionCounts versions = new(session, runs);

        List<CertifiedStream> certified = [.. content.Streams.Where(stream => stream.RowSetHash is not null)];

        foreach (var (place, stream) in certified.Index())
        {
            progress?.Report(new(stream.Id, place, certified.Count));

            if (schemas.FirstOrDefault(schema => schema.Description.Id == stream.Id) is not { } schema)
            {
                findings.Add($"The table of {stream.Id} is gone.");
                streams.Add(new(stream.Id, 0, stream.Rows ?? 0, 0, null, IsProven: false));

                continue;
            }

            var before = findings.Count;
            var verified = rows.Verify(schema, stream, findings, session.CancellationToken);
            versions.Verify(schema, erased.Contains(stream.Id), findings);
            streams.Add(verified with { IsProven = verified.IsProven && findings.Count == before });
        }
    }

    private static VerificationReport Report(Run run, SealedCertificate certificate, List<string> findings, List<string> ofGiven, List<string> notes, List<StreamVerification> streams)
    {
        var outcome = findings.Count + ofGiven.Count > 0 ? VerificationOutcome.Broken
            : run.PrunedAt is not null ? VerificationOutcome.Pruned
            : run.State is RunState.Published or RunState.Held ? VerificationOutcome.Proven
            : VerificationOutcome.NothingKept;

        // A file that somebody gave and that does not fit is no trouble of the store's.
        if (findings.Count > 0)
        {
            HostMeter.CertificateFailures.Add(1);
        }

        return new()
        {
            RunId = run.Id,
            Outcome = outcome,
            Message = outcome switch
            {
                VerificationOutcome.Proven => $"The store holds exactly what run {run.Id} left: {Words.Count(streams.Sum(stream => stream.Rows), "row")} in {Words.Count(streams.Count, "stream")}, each made up of the values that were certified.",
                VerificationOutcome.Pruned => $"The certificate of run {run.Id} is what was sealed. Its rows cannot be held against it any more: they were pruned at {Words.Of(run.PrunedAt)}.",
                VerificationOutcome.NothingKept => $"The certificate of run {run.Id} is what was sealed. The run is {RunWords.State(run.State)}, so nothing of it is kept that could be held against it.",
                _ when findings.Count == 0 => $"What was given does not prove run {run.Id}. The stored certificate is what was sealed{(streams.Count > 0 ? ", and the store holds what it says" : "")}.",
                _ => $"The proof of run {run.Id} is broken: the store or the certificate was altered.",
            },
            Verdict = certificate.Content.Verdict,
            Revision = certificate.Content.Revisions[^1],
            KeyId = certificate.Seal.KeyId,
            Findings = [.. ofGiven, .. findings],
            Notes = notes,
            Streams = streams,
        };
    }
}
