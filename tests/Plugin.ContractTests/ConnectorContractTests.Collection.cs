using Plugin.Abstractions.Collection;
using Plugin.Abstractions.Errors;

namespace Plugin.ContractTests;

public abstract partial class ConnectorContractTests
{
    private const int MaximumCheckpointBytes = 64 * 1024;

    [Fact]
    public async Task Preflight_has_one_line_a_stream_and_a_fix_for_each_that_is_not_granted()
    {
        await using var session = Begin();
        var streams = session.Connector.Describe().Streams;

        var report = await session.Connector.PreflightAsync(session.Context, Cancellation);

        report.Tenant.ShouldNotBeNullOrWhiteSpace();
        report.Account.ShouldNotBeNullOrWhiteSpace();
        report.Streams.Select(line => line.StreamId).ShouldBe(streams.Select(stream => stream.Id));

        foreach (var line in report.Streams)
        {
            ShouldBeSentence(line.Message, $"the preflight of {line.StreamId}");

            if (line.Access is not StreamAccess.Granted)
            {
                ShouldBeSentence(line.Fix, $"the fix of {line.StreamId}");
            }
        }
    }

    [Fact]
    public async Task Every_page_but_the_last_has_a_checkpoint_and_the_last_has_an_end()
    {
        await using var session = Begin();

        foreach (var stream in await session.CollectAllAsync(Cancellation))
        {
            stream.Pages.ShouldNotBeEmpty($"Stream {stream.Stream.Id} gave no page, not even one with its end.");

            foreach (var page in stream.Pages.SkipLast(1))
            {
                page.Next.ShouldNotBeNull($"A page of {stream.Stream.Id} before the last has no checkpoint.");
                System.Text.Encoding.UTF8.GetByteCount(page.Next.Value).ShouldBeLessThanOrEqualTo(MaximumCheckpointBytes);
                page.End.ShouldBeNull($"Stream {stream.Stream.Id} goes on after its end.");
            }

            var end = stream.Pages[^1].End.ShouldNotBeNull($"The last page of {stream.Stream.Id} has no end.");

            if (end.Outcome is not StreamOutcome.Complete)
            {
                end.Reason.ShouldNotBeNull();
                end.Code.ShouldNotBeNullOrWhiteSpace();
                ShouldBeSentence(end.Message, $"the end of {stream.Stream.Id}");
                ShouldBeSentence(end.Fix, $"the fix of {stream.Stream.Id}");
            }
        }
    }

    [Fact]
    public async Task Evidence_adds_up()
    {
        await using var session = Begin();

        foreach (var stream in await session.CollectAllAsync(Cancellation))
        {
            foreach (var (page, number) in stream.Pages.Select((page, index) => (page, index + 1)))
            {
                var place = $"page {number} of {stream.Stream.Id}";
                var evidence = page.Evidence;

                evidence.Received.ShouldBe(page.Rows.Count + evidence.Omitted.Sum(omitted => omitted.Count), $"Received is not rows + omitted on {place}.");
                evidence.Calls.ShouldBeGreaterThanOrEqualTo(evidence.Retries, place);
                evidence.Retries.ShouldBeGreaterThanOrEqualTo(0, place);
                evidence.Throttled.ShouldBeGreaterThanOrEqualTo(0, place);
                evidence.Waited.ShouldBeGreaterThanOrEqualTo(TimeSpan.Zero, place);

                foreach (var omitted in evidence.Omitted)
                {
                    omitted.Count.ShouldBeGreaterThan(0, place);
                    ShouldBeSentence(omitted.Message, $"what was omitted on {place}");
                }

                foreach (var note in evidence.Notes)
                {
                    ShouldBeSentence(note.Message, $"a note on {place}");
                }
            }
        }
    }

    [Fact]
    public async Task Every_row_of_a_snapshot_has_a_key_of_its_own()
    {
        await using var session = Begin();

        // Fields of a wrong number or type already throw while the rows are read.
        foreach (var stream in await session.CollectAllAsync(Cancellation))
        {
            int[] keys = [.. stream.Stream.Columns.Select((column, index) => (column, index)).Where(pair => pair.column.Meaning.IsKey).Select(pair => pair.index)];

            stream.Rows.ShouldAllBe(row => keys.All(index => row[index] != null), $"A row of {stream.Stream.Id} has no key.");

            if (stream.Stream.Mode is StreamMode.Snapshot)
            {
                ShouldBeUnique(stream.Rows.Select(row => MemoryRunRows.KeyOf(stream.Stream, row)), $"keys of {stream.Stream.Id}");
            }
        }
    }

    [Fact]
    public async Task A_part_that_is_covered_is_covered_once_and_brings_no_more_rows()
    {
        await using var session = Begin();

        foreach (var stream in await session.CollectAllAsync(Cancellation))
        {
            if (stream.Stream.Mode is not StreamMode.PartedSnapshot)
            {
                stream.Pages.ShouldAllBe(page => page.Covered.Count == 0, $"Stream {stream.Stream.Id} has no parts and says that it covered some.");

                continue;
            }

            var part = stream.Stream.Columns.ToList().FindIndex(column => column.Name == stream.Stream.PartColumn);
            HashSet<string> covered = [];

            foreach (var page in stream.Pages)
            {
                page.Rows.ShouldAllBe(row => !covered.Contains((string)row[part]!), $"Stream {stream.Stream.Id} brings rows of a part that it has covered.");
                page.Covered.ShouldAllBe(name => covered.Add(name), $"Stream {stream.Stream.Id} covers a part twice.");
            }

            if (stream.End.Outcome is StreamOutcome.Complete)
            {
                stream.Rows.Select(row => (string)row[part]!).Distinct().ShouldBeSubsetOf(covered, $"Stream {stream.Stream.Id} is complete and has rows of parts that it did not cover.");
            }
        }
    }

    [Fact]
    public async Task Two_reads_one_after_the_other_are_equal()
    {
        await using var first = Begin();
        await using var second = Begin();

        var before = await first.CollectAllAsync(Cancellation);
        var after = await second.CollectAllAsync(Cancellation);

        foreach (var (one, other) in before.Zip(after))
        {
            other.RowTexts.ShouldBe(one.RowTexts, $"Stream {one.Stream.Id} read twice.");
            other.End.ShouldBe(one.End, $"Stream {one.Stream.Id} read twice.");
        }
    }

    [Fact]
    public async Task Resuming_from_every_checkpoint_equals_the_undisturbed_read()
    {
        await using var undisturbed = Begin();

        foreach (var whole in await undisturbed.CollectAllAsync(Cancellation))
        {
            for (var index = 0; index < whole.Pages.Count - 1; index++)
            {
                await using var resumed = Begin();

                foreach (var id in whole.Stream.ReadsBack)
                {
                    await resumed.CollectAsync(new() { StreamId = id }, Cancellation);
                }

                var rest = await resumed.CollectAsync(new() { StreamId = whole.Stream.Id, ResumeFrom = whole.Pages[index].Next }, Cancellation);
                CollectedStream joined = new(whole.Stream, [.. whole.Pages.Take(index + 1), .. rest.Pages]);

                joined.RowTexts.ShouldBe(whole.RowTexts, $"Stream {whole.Stream.Id}, resumed after page {index + 1}.");
                joined.End.ShouldBe(whole.End, $"Stream {whole.Stream.Id}, resumed after page {index + 1}.");
            }
        }
    }

    [Fact]
    public async Task A_log_read_from_its_high_water_mark_brings_nothing_that_contradicts_the_first_read()
    {
        await using var session = Begin();

        foreach (var first in await session.CollectAllAsync(Cancellation))
        {
            // A list in parts may bring other parts from its mark on.
            if (first is not { Stream.Mode: StreamMode.Append, End: { Outcome: StreamOutcome.Complete, HighWaterMark: { } mark } })
            {
                continue;
            }

            await using var later = Begin();

            foreach (var id in first.Stream.ReadsBack)
            {
                await later.CollectAsync(new() { StreamId = id }, Cancellation);
            }

            var second = await later.CollectAsync(new() { StreamId = first.Stream.Id, HighWaterMark = mark }, Cancellation);

            // An overlap is allowed, another row is not: nothing has happened in between.
            second.End.Outcome.ShouldBe(StreamOutcome.Complete);
            second.RowTexts.ShouldBeSubsetOf(first.RowTexts, $"Stream {first.Stream.Id}, read again from its mark.");
        }
    }

    [Fact]
    public async Task A_checkpoint_of_nobody_breaks_nothing()
    {
        await using var session = Begin();

        foreach (var whole in await session.CollectAllAsync(Cancellation))
        {
            if (whole.End.Outcome is StreamOutcome.Skipped)
            {
                continue;
            }

            CollectedStream? strange = null;

            try
            {
                strange = await session.CollectAsync(new() { StreamId = whole.Stream.Id, ResumeFrom = new("no checkpoint of this plugin") }, Cancellation);
            }
            catch (ConnectorException failure)
            {
                ShouldTellWhatToDo(failure);
            }

            if (strange is { End.Outcome: StreamOutcome.Complete })
            {
                // A stream of one page has no checkpoint to go on from, and nothing that was staged before it.
                (strange.Pages[0].StartsOver || whole.Pages.Count == 1).ShouldBeTrue($"Stream {whole.Stream.Id} went on from a checkpoint that it cannot know, as if it were a good one.");
                strange.RowTexts.ShouldBe(whole.RowTexts, $"Stream {whole.Stream.Id}.");
            }
        }
    }

    [Fact]
    public async Task Cancellation_before_the_first_page_ends_the_call()
    {
        await using var session = Begin();
        using CancellationTokenSource cancelled = new();
        await cancelled.CancelAsync();

        foreach (var stream in session.Connector.Describe().Streams)
        {
            await Should.ThrowAsync<OperationCanceledException>(
                () => session.CollectAsync(new() { StreamId = stream.Id }, cancelled.Token).WaitAsync(HangGuard, TimeProvider.System, Cancellation), $"Stream {stream.Id}.");
        }

        await Should.ThrowAsync<OperationCanceledException>(() => session.Connector.PreflightAsync(session.Context, cancelled.Token).WaitAsync(HangGuard, TimeProvider.System, Cancellation));
    }

    [Fact]
    public async Task Cancellation_between_pages_ends_the_call()
    {
        await using var session = Begin();
        HashSet<string> longStreams = [.. (await session.CollectAllAsync(Cancellation)).Where(stream => stream.Pages.Count > 1).Select(stream => stream.Stream.Id)];

        longStreams.ShouldNotBeEmpty("Not one stream has a second page: give the tests more rows or smaller pages.");

        foreach (var id in longStreams)
        {
            using CancellationTokenSource cancelling = new();
            await using var pages = session.Connector.CollectAsync(session.Context, new() { StreamId = id }, cancelling.Token).GetAsyncEnumerator(cancelling.Token);
            (await pages.MoveNextAsync()).ShouldBeTrue();

            await cancelling.CancelAsync();

            await Should.ThrowAsync<OperationCanceledException>(() => pages.MoveNextAsync().AsTask().WaitAsync(HangGuard, TimeProvider.System, Cancellation), $"Stream {id}.");
        }
    }
}
