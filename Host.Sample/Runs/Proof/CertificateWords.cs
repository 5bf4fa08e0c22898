using System.Globalization;
using Host.Sample.Cli;
using Host.Sample.Database;
using Plugin.Abstractions.Collection;

namespace Host.Sample.Runs.Proof;

/// <summary>What a certificate says, in sentences: to be understood before its figures are read. The rules are written down in <c>docs/certificate.md</c>.</summary>
internal static class CertificateWords
{
    private const string LookForWhoWasThere = "Compare with a copy of the certificate or of the store; the audit trail says who was there.";

    /// <summary>What the run proves, in a sentence.</summary>
    public static string Verdict(CertificateContent content) => content switch
    {
        { Verdict: RunVerdict.Complete } => $"Everything that was asked for is there: {All(content.Streams.Count)} read to the service's end, and no count that weighs differs.",
        { Verdict: RunVerdict.Partial, Streams: var streams } when streams.All(stream => stream.IsEndReached) =>
            $"{Sentence(All(streams.Count))} read to the service's end, and counts differ by more than can have changed meanwhile.",
        { Verdict: RunVerdict.Partial, Streams: var streams } =>
            $"{streams.Count(stream => stream.IsEndReached)} of {Words.Count(streams.Count, "stream")} were read to the service's end; nothing was taken for gone in the others.",
        { Run.State: RunState.Published } => content.Reasons is [var reason, ..] ? reason : "Nobody can say any more what the run proves.",
        _ => content.Reasons is [var reason, ..] ? reason : "The run changed nothing that readers see.",
    };

    /// <summary>What the change guard thought of the run, in a sentence; what it found is in <see cref="CertificateContent.Guard"/>.</summary>
    public static string Guard(CertificateContent content) => content switch
    {
        { Guard.Count: > 0, Run.IsDryRun: true } => "It would have held this run.",
        { Guard.Count: > 0, Decision: { } decision } => $"It held the run. {RunWords.DecisionWord(content.Run.State)} by '{Words.Plain(decision.By)}': {Words.Plain(decision.Note ?? "no reason was given")}",
        { Guard.Count: > 0 } => "It holds the run until somebody decides whether what it lost is really gone.",
        { Run.State: RunState.Published or RunState.RolledBack or RunState.Rehearsed } => "It found nothing to hold the run for.",
        _ => "It was not asked: only what is to be published is compared with what readers see.",
    };

    /// <summary>What is missing, what keeps the verdict from being complete first.</summary>
    public static IReadOnlyList<CertificateGap> Gaps(CertificateContent content)
    {
        List<CertificateGap> gaps = [];

        if (content.Revisions.Any(revision => revision.PreviousWasAltered))
        {
            gaps.Add(new(null, content.Reasons[^1], LookForWhoWasThere, Weighs: true));
        }

        if (content.Run.State is not RunState.Published)
        {
            gaps.Add(new(null, content.Reasons.Count > 0 ? content.Reasons[0] : $"The run is {RunWords.State(content.Run.State)}.", content.Run.Fix ?? OfState(content.Run.State), Weighs: true));
        }

        if (content.Run.PrunedAt is { } pruned)
        {
            gaps.Add(new(null, $"The rows of the run were pruned at {Words.Of(pruned)}, as the connector's retention says; record, figures and certificate stay.", "Nothing. Whoever needs rows for longer keeps more runs.", Weighs: false));
        }

        foreach (var stream in content.Streams)
        {
            if (!stream.IsEndReached)
            {
                gaps.Add(new(stream.Id, $"The end was not reached, the stream is {Words.Lower(stream.State)}: {stream.Message ?? stream.Code ?? "nobody said why"}", stream.Fix ?? "Run the connector again.", Weighs: true));
            }

            gaps.AddRange(stream.Checks.Where(check => check is { Result: StreamCheckResult.Differs, Weighs: true })
                .Select(check => new CertificateGap(stream.Id, check.Message, "Run the connector again, and in full. If the counts still differ, look at both at the service.", Weighs: true)));
        }

        foreach (var stream in content.Streams)
        {
            gaps.AddRange(stream.Omitted.Select(entry => new CertificateGap(stream.Id, $"{Words.Count(entry.Count, "record")} came and {(entry.Count == 1 ? "was" : "were")} left out: {entry.Message}", OfOmitted(entry), Weighs: false)));
            gaps.AddRange(stream.Notes.Where(note => stream.CapsMet.Contains(note.Code) && note.Code != stream.Code).Select(note => new CertificateGap(
                stream.Id, note.Message, "A limit kept something from coming. Its setting is in the connector's, if it has one; otherwise it is the service's own.", Weighs: false)));
        }

        return gaps;
    }

    private static string All(int streams) => streams == 1 ? "the only stream was" : string.Create(CultureInfo.InvariantCulture, $"all {streams} streams were");

    private static string Sentence(string words) => $"{char.ToUpperInvariant(words[0])}{words[1..]}";

    private static string OfOmitted(OmittedRecords omitted) => omitted.Code switch
    {
        StreamEvidence.ErasedAccount => "Nothing: it was asked for, and it is kept so.",
        StreamEvidence.MissingKey => "Report it to whoever wrote the plugin: a record without a key cannot be kept.",
        _ => "Nothing, if the reason is as you want it; otherwise look these records up at the service.",
    };

    private static string OfState(RunState state) => state switch
    {
        RunState.Held => "Accept or reject the run.",
        RunState.Rejected or RunState.RolledBack => "Nothing: somebody has decided so. A new run has a certificate of its own.",
        RunState.Rehearsed => "Run the connector for what is to be kept.",
        _ => "Run the connector again.",
    };
}
