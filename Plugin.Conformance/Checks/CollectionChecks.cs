using Plugin.Abstractions.Collection;
using Plugin.Abstractions.Errors;
using Plugin.Conformance.Bench;

namespace Plugin.Conformance.Checks;

internal static class CollectionChecks
{
    private const int MostCheckpointBytes = 64 * 1024;

    /// <summary>Resuming reads the rest again: from more places than these it takes long and shows nothing new.</summary>
    private const int MostResumes = 12;

    public static async Task PagesAsync(ConformanceSubject subject, Findings findings, CancellationToken cancellationToken)
    {
        await using var session = subject.Begin();

        // Fields of a wrong number or type already throw while the rows are read.
        foreach (var stream in await session.CollectAllAsync(cancellationToken))
        {
            var id = stream.Stream.Id;

            if (!findings.Require(stream.Pages.Count > 0, $"The stream {id} gives no page, not even one with its end."))
            {
                continue;
            }

            foreach (var (page, number) in stream.Pages.Select((page, index) => (page, index + 1)))
            {
                Page(page, $"page {number} of {id}", number == stream.Pages.Count, findings);
            }

            Rows(stream, findings);
            Parts(stream, findings);
        }
    }

    public static async Task ReadsEqualAsync(ConformanceSubject subject, Findings findings, CancellationToken cancellationToken)
    {
        await using var first = subject.Begin();
        await using var second = subject.Begin();
        var before = await first.CollectAllAsync(cancellationToken);
        var after = await second.CollectAllAsync(cancellationToken);

        foreach (var (one, other) in before.Zip(after))
        {
            Compare(one, other, $"The stream {one.Stream.Id}, read again", findings);
        }
    }

    public static async Task ResumeEqualsAsync(ConformanceSubject subject, Findings findings, CancellationToken cancellationToken)
    {
        await using var undisturbed = subject.Begin();

        foreach (var whole in await undisturbed.CollectAllAsync(cancellationToken))
        {
            foreach (var index in Places(whole.Pages.Count - 1))
            {
                await using var resumed = await WithReadBackAsync(subject, whole, cancellationToken);
                var rest = await resumed.CollectAsync(new() { StreamId = whole.Stream.Id, ResumeFrom = whole.Pages[index].Next }, cancellationToken);
                Compare(whole, new(whole.Stream, [.. whole.Pages.Take(index + 1), .. rest.Pages]), $"The stream {whole.Stream.Id}, resumed after page {index + 1}", findings);
            }
        }
    }

    public static async Task MarksHoldAsync(ConformanceSubject subject, Findings findings, CancellationToken cancellationToken)
    {
        await using var session = subject.Begin();

        foreach (var first in await session.CollectAllAsync(cancellationToken))
        {
            // A list in parts may bring other parts from its mark on.
            if (first.Stream.Mode is StreamMode.PartedSnapshot || first.Pages is not [.., { End: { Outcome: StreamOutcome.Complete, HighWaterMark: { } mark } }])
            {
                continue;
            }

            await using var later = await WithReadBackAsync(subject, first, cancellationToken);
            var second = await later.CollectAsync(new() { StreamId = first.Stream.Id, HighWaterMark = mark }, cancellationToken);

            // An overlap is allowed, another row is not: nothing has happened in between.
            findings.Require(second.End.Outcome is StreamOutcome.Complete, $"The stream {first.Stream.Id}, read from its mark, is {second.End.Outcome}.");
            var known = first.RowTexts.ToHashSet(StringComparer.Ordinal);
            findings.Require(second.RowTexts.All(known.Contains), $"The stream {first.Stream.Id}, read from its mark, brings rows that the first read did not have.");
        }
    }

    public static async Task StrangeCheckpointAsync(ConformanceSubject subject, Findings findings, CancellationToken cancellationToken)
    {
        await using var session = subject.Begin();

        foreach (var whole in await session.CollectAllAsync(cancellationToken))
        {
            if (whole.End.Outcome is StreamOutcome.Skipped)
            {
                continue;
            }

            try
            {
                var strange = await session.CollectAsync(new() { StreamId = whole.Stream.Id, ResumeFrom = new("no checkpoint of this plugin") }, cancellationToken);

                if (strange.End.Outcome is StreamOutcome.Complete)
                {
                    // A stream of one page has no checkpoint to go on from, and nothing that was staged before it.
                    findings.Require(strange.Pages[0].StartsOver || whole.Pages.Count == 1, $"The stream {whole.Stream.Id} goes on from a checkpoint that it cannot know, as if it were a good one.");
                    Compare(whole, strange, $"The stream {whole.Stream.Id}, begun again", findings);
                }
            }
            catch (ConnectorException failure)
            {
                SettingChecks.RequireWords(failure, findings);
            }
        }
    }

    public static async Task CancelHeardAsync(ConformanceSubject subject, Findings findings, CancellationToken cancellationToken)
    {
        await using var session = subject.Begin();
        using CancellationTokenSource cancelled = new();
        await cancelled.CancelAsync();
        await RequireEndAsync(subject, "The preflight", () => session.Connector.PreflightAsync(session.Context, cancelled.Token), findings, cancellationToken);

        foreach (var stream in session.Connector.Describe().Streams)
        {
            await RequireEndAsync(subject, $"The stream {stream.Id}", () => session.CollectAsync(new() { StreamId = stream.Id }, cancelled.Token), findings, cancellationToken);
        }

        foreach (var stream in (await session.CollectAllAsync(cancellationToken)).Where(stream => stream.Pages.Count > 1))
        {
            using CancellationTokenSource cancelling = new();
            var pages = session.Connector.CollectAsync(session.Context, new() { StreamId = stream.Stream.Id }, cancelling.Token).GetAsyncEnumerator(cancelling.Token);
            await pages.MoveNextAsync();
            await cancelling.CancelAsync();

            // One that does not end cannot be disposed either.
            if (await RequireEndAsync(subject, $"The stream {stream.Stream.Id}, cancelled between two pages,", () => pages.MoveNextAsync().AsTask(), findings, cancellationToken))
            {
                await pages.DisposeAsync();
            }
        }
    }

    private static async Task<bool> RequireEndAsync(ConformanceSubject subject, string what, Func<Task> call, Findings findings, CancellationToken cancellationToken)
    {
        var work = Task.Run(call, CancellationToken.None);

        try
        {
            await work.WaitAsync(subject.CancelLimit, TimeProvider.System, cancellationToken);
            findings.Add($"{what} goes on although it is cancelled.");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return true;
        }
        catch (TimeoutException) when (!work.IsCompleted)
        {
            findings.Add($"{what} had not ended {subject.CancelLimit.TotalSeconds:0} s after it was cancelled.");

            return false;
        }

        return true;
    }

    private static void Page(CollectedPage page, string place, bool isLast, Findings findings)
    {
        if (isLast)
        {
            if (findings.Require(page.End is not null, $"The last page has no end: {place}.") && page.End!.Outcome is not StreamOutcome.Complete)
            {
                findings.Require(page.End.Reason is not null && !string.IsNullOrWhiteSpace(page.End.Code), $"An end that is not complete has no reason or code: {place}.");
                findings.RequireSentence(page.End.Message, $"the end on {place}");
                findings.RequireSentence(page.End.Fix, $"the fix on {place}");
            }
        }
        else
        {
            findings.Require(page.End is null, $"The stream goes on after its end: {place}.");

            if (findings.Require(page.Next is not null, $"There is no checkpoint on {place}."))
            {
                findings.Require(System.Text.Encoding.UTF8.GetByteCount(page.Next!.Value) <= MostCheckpointBytes, $"The checkpoint on {place} has more than {MostCheckpointBytes} bytes.");
            }
        }

        var evidence = page.Evidence;
        var omitted = evidence.Omitted.Sum(omitted => omitted.Count);
        findings.Require(evidence.Received == page.Rows.Count + omitted, $"Received ({evidence.Received}) is not rows ({page.Rows.Count}) + left out ({omitted}) on {place}.");
        findings.Require(evidence.Calls >= evidence.Retries && evidence.Retries >= 0 && evidence.Throttled >= 0 && evidence.Waited >= TimeSpan.Zero, $"The evidence does not add up on {place}.");

        foreach (var left in evidence.Omitted)
        {
            findings.Require(left.Count > 0, $"Nothing is told as left out on {place}.");
            findings.RequireSentence(left.Message, $"what is left out on {place}");
        }

        foreach (var note in evidence.Notes)
        {
            findings.RequireSentence(note.Message, $"a note on {place}");
        }
    }

    private static void Rows(CollectedStream stream, Findings findings)
    {
        int[] keys = [.. stream.Stream.Columns.Select((column, index) => (column, index)).Where(pair => pair.column.Meaning.IsKey).Select(pair => pair.index)];
        findings.Require(stream.Rows.All(row => keys.All(index => row[index] is not null)), $"A row of {stream.Stream.Id} has no key.");

        if (stream.Stream.Mode is StreamMode.Snapshot)
        {
            var doubles = stream.Rows.GroupBy(row => MemoryRunRows.KeyOf(stream.Stream, row), StringComparer.Ordinal).Count(group => group.Count() > 1);
            findings.Require(doubles == 0, $"The stream {stream.Stream.Id} has {doubles} keys with several rows: the key is too narrow.");
        }
    }

    private static void Parts(CollectedStream stream, Findings findings)
    {
        var id = stream.Stream.Id;

        if (stream.Stream.Mode is not StreamMode.PartedSnapshot)
        {
            findings.Require(stream.Pages.All(page => page.Covered.Count == 0), $"The stream {id} has no parts and says that it covered some.");

            return;
        }

        var part = stream.Stream.Columns.ToList().FindIndex(column => column.Name == stream.Stream.PartColumn);
        HashSet<string> covered = new(StringComparer.Ordinal);

        foreach (var page in stream.Pages)
        {
            findings.Require(page.Rows.All(row => !covered.Contains((string)row[part]!)), $"The stream {id} brings rows of a part that it has covered.");
            findings.Require(page.Covered.All(covered.Add), $"The stream {id} covers a part twice.");
        }

        if (stream.Pages is [.., { End.Outcome: StreamOutcome.Complete }])
        {
            findings.Require(stream.Rows.All(row => covered.Contains((string)row[part]!)), $"The stream {id} is complete and has rows of parts that it did not cover.");
        }
    }

    private static void Compare(CollectedStream whole, CollectedStream other, string what, Findings findings)
    {
        findings.Require(other.RowTexts.SequenceEqual(whole.RowTexts, StringComparer.Ordinal), $"{what}, has other rows ({other.RowTexts.Count}) than before ({whole.RowTexts.Count}).");
        findings.Require(other.Pages is [.., { End: { } end }] && whole.Pages is [.., { End: { } before }] && IsSame(end, before), $"{what}, has another end.");
    }

    // The mark of a log may say until when it was read, which is later the second time.
    private static bool IsSame(StreamEnd end, StreamEnd before) =>
        (end.Outcome, end.Reason, end.Code, end.Message, end.Fix, end.ReportedTotal) == (before.Outcome, before.Reason, before.Code, before.Message, before.Fix, before.ReportedTotal);

    // First, last and evenly between.
    private static IEnumerable<int> Places(int count) => count <= MostResumes ? Enumerable.Range(0, Math.Max(0, count)) : Enumerable.Range(0, MostResumes).Select(step => step * (count - 1) / (MostResumes - 1));

    private static async Task<BenchSession> WithReadBackAsync(ConformanceSubject subject, CollectedStream stream, CancellationToken cancellationToken)
    {
        var session = subject.Begin();
        await session.CollectReadBackAsync(stream.Stream, cancellationToken);

        return session;
    }
}
