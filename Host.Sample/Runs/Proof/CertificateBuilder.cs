using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Host.Sample.Database;
using Host.Sample.Runs.Guard;

namespace Host.Sample.Runs.Proof;

/// <summary>Puts a certificate together from the records of a run.</summary>
/// <param name="run">The run with its streams.</param>
/// <param name="connector">Its connector.</param>
/// <param name="erasures">Erasures that came later, by stream.</param>
/// <param name="bodiesStored">Values that are stored in columns for what people wrote.</param>
internal sealed class CertificateBuilder(Run run, Connector connector, ILookup<string, CertifiedErasure> erasures, long bodiesStored)
{
    // What the codes of limits end with; see docs/certificate.md.
    private static readonly string[] Caps = ["_limit", "_cap", "_capped", "_budget"];

    public CertificateContent Build(IReadOnlyList<CertificateRevision> revisions)
    {
        var isAltered = revisions.Any(revision => revision.PreviousWasAltered);

        return new()
        {
            Format = CertificateContent.TheFormat,
            FormatVersion = CertificateContent.TheVersion,
            Revisions = revisions,
            Run = Run(),
            Connector = new()
            {
                Id = connector.Id,
                Name = connector.Name,
                PluginId = connector.PluginId,
                PluginVersion = run.PluginVersion,
                ContractVersion = run.ContractVersion,
                TenantId = run.TenantId,
                ApplicationId = run.ApplicationId,
            },
            GrantedScopes = run.GrantedScopesJson is { } scopes ? JsonSerializer.Deserialize<List<string>>(scopes) : null,
            Plan = run.PlanName,
            SettingsFingerprint = run.SettingsFingerprint,
            Warnings = RunWords.Warnings(run),
            Guard = GuardFinding.Of(run),
            Decision = run.DecidedAt is { } at ? new(run.DecidedBy ?? "nobody", at, run.DecisionNote) : null,
            Privacy = new(bodiesStored, run.Streams.Sum(stream => stream.FieldsDropped), run.Streams.Sum(stream => stream.FieldsHashed), run.Streams.Sum(stream => stream.RowsWithheld)),
            Figures = RunFigures.Of(run),
            Verdict = isAltered ? RunVerdict.Unknown : run.Verdict(),
            Reasons = [.. run.VerdictReasons(), .. isAltered ? ["A certificate of this run had been altered before a later revision was sealed."] : Enumerable.Empty<string>()],
            Streams = [.. run.Streams.Select(Stream)],
        };
    }

    private CertifiedRun Run() => new()
    {
        Id = run.Id,
        State = run.State,
        Trigger = run.Trigger,
        IsFull = run.IsFull,
        IsDryRun = run.IsDryRun,
        Resumes = run.Resumes,
        Executions = RunExecution.Of(run) is { Count: > 0 } executions ? executions : null,
        QueuedAt = run.QueuedAt,
        StartedAt = run.StartedAt,
        EndedAt = run.EndedAt,
        PrunedAt = run.PrunedAt,
        PreparationCalls = run.PreparationCalls,
        Code = run.Code,
        Message = run.Message,
        Fix = run.Fix,
    };

    private CertifiedStream Stream(StreamRun stream)
    {
        var notes = StreamEvidence.Notes(stream);

        return new()
        {
            Id = stream.StreamId,
            State = stream.State,
            IsEndReached = stream.State is StreamState.Complete,
            Reason = stream.Reason,
            Code = stream.Code,
            Message = stream.Message,
            Fix = stream.Fix,
            StartedAt = stream.StartedAt,
            EndedAt = stream.EndedAt,
            Calls = stream.Calls,
            Retries = stream.Retries,
            Throttled = stream.Throttled,
            WaitedMilliseconds = stream.WaitedMilliseconds,
            Pages = stream.Pages,
            Received = stream.Received,
            Staged = stream.Staged,
            Repeated = stream.Repeated,
            Omitted = StreamEvidence.Omitted(stream),
            Notes = notes,
            CapsMet = [.. notes.Select(note => note.Code).Append(stream.Code).OfType<string>().Where(code => Array.Exists(Caps, cap => code.EndsWith(cap, StringComparison.Ordinal))).Distinct()],
            MarkBeforeHash = Hash(stream.HighWaterMarkBefore),
            MarkAfterHash = Hash(stream.HighWaterMark),
            ComparedWithRun = stream.BeforeRunId,
            ReportedTotal = stream.ReportedTotal,
            Rows = stream.RowCount,
            Added = stream.Added,
            Changed = stream.Changed,
            Removed = stream.Removed,
            RowSetHash = stream.RowSetHash,
            FieldsHashed = stream.FieldsHashed,
            FieldsDropped = stream.FieldsDropped,
            RowsWithheld = stream.RowsWithheld,
            Checks = StreamCheck.Of(stream),
            Erasures = [.. erasures[stream.StreamId]],
        };
    }

    private static string? Hash(string? mark) => mark is null ? null : Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(mark)));
}
