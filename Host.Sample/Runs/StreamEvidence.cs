using System.Text.Json;
using Host.Sample.Database;
using Host.Sample.Privacy;
using Plugin.Abstractions.Collection;

namespace Host.Sample.Runs;

/// <summary>Adds the evidence of pages up into a stream's record. Bounded, whatever a plugin says.</summary>
internal static class StreamEvidence
{
    /// <summary>Code of rows that the host itself rejects.</summary>
    public const string MissingKey = "missing_key";

    /// <summary>Code of rows that name an account that was erased on request.</summary>
    public const string ErasedAccount = "erased_account";

    private const int MaximumEntries = 50;
    private const int MaximumTextLength = 300;

    public static IReadOnlyList<OmittedRecords> Omitted(StreamRun stream) => JsonSerializer.Deserialize<List<OmittedRecords>>(stream.OmittedJson) ?? [];

    public static IReadOnlyList<EvidenceNote> Notes(StreamRun stream) => JsonSerializer.Deserialize<List<EvidenceNote>>(stream.NotesJson) ?? [];

    /// <summary>Adds a page's evidence.</summary>
    /// <param name="stream">Where it is added.</param>
    /// <param name="page">The page.</param>
    /// <param name="taken">Rows taken.</param>
    /// <param name="withoutKey">Rows rejected.</param>
    /// <param name="privacy">What was done to personal data.</param>
    public static void Add(StreamRun stream, StreamPage page, int taken, int withoutKey, PrivacyCounts privacy)
    {
        var evidence = page.Evidence;
        stream.Pages++;
        stream.Calls += evidence.Calls;
        stream.Retries += evidence.Retries;
        stream.Throttled += evidence.Throttled;
        stream.WaitedMilliseconds += (long)evidence.Waited.TotalMilliseconds;
        stream.Received += evidence.Received;
        stream.Staged += taken;

        stream.FieldsHashed += privacy.Hashed;
        stream.FieldsDropped += privacy.Dropped;
        stream.RowsWithheld += privacy.Withheld;

        List<OmittedRecords> omitted = [.. evidence.Omitted];

        if (privacy.Withheld > 0)
        {
            omitted.Add(new(ErasedAccount, "The row names an account that was erased on request.", (int)privacy.Withheld));
        }

        if (withoutKey > 0)
        {
            omitted.Add(new(MissingKey, "The row lacks a part of its key.", withoutKey));
        }

        if (omitted.Count > 0)
        {
            stream.OmittedJson = JsonSerializer.Serialize(Sum([.. Omitted(stream), .. omitted]));
        }

        List<EvidenceNote> notes = [.. evidence.Notes];

        if (evidence.Received != taken + omitted.Sum(entry => (long)entry.Count))
        {
            notes.Add(new("counts_differ", "The plugin's count of received records is not the sum of its rows and of what it left out."));
        }

        if (notes.Count > 0)
        {
            stream.NotesJson = JsonSerializer.Serialize(Notes(stream).Concat(notes.Select(Short)).Distinct().Take(MaximumEntries));
        }
    }

    /// <summary>Adds what calls cost that brought no page.</summary>
    public static void Add(StreamRun stream, FailureCost cost)
    {
        stream.Calls += cost.Calls;
        stream.Retries += cost.Retries;
        stream.Throttled += cost.Throttled;
        stream.WaitedMilliseconds += (long)cost.Waited.TotalMilliseconds;
    }

    /// <summary>Forgets what earlier pages have added to the counts of rows; the calls were made all the same.</summary>
    public static void StartOver(StreamRun stream)
    {
        stream.Received = 0;
        stream.Staged = 0;
        stream.OmittedJson = "[]";
        (stream.FieldsHashed, stream.FieldsDropped, stream.RowsWithheld) = (0, 0, 0);
    }

    private static IEnumerable<OmittedRecords> Sum(IReadOnlyList<OmittedRecords> entries) => entries
        .GroupBy(entry => Cut(entry.Code))
        .Take(MaximumEntries)
        .Select(group => new OmittedRecords(group.Key, Cut(group.First().Message), (int)Math.Min(int.MaxValue, group.Sum(entry => (long)entry.Count))));

    private static EvidenceNote Short(EvidenceNote note) => new(Cut(note.Code), Cut(note.Message));

    private static string Cut(string text) => text.Length > MaximumTextLength ? text[..MaximumTextLength] : text;
}
