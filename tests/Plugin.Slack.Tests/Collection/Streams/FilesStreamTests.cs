using System.Globalization;
using CsCheck;
using Microsoft.AspNetCore.Http;
using Plugin.Abstractions.Collection;
using Plugin.Slack.Tests.Support;

namespace Plugin.Slack.Tests.Collection.Streams;

public sealed class FilesStreamTests : IAsyncLifetime
{
    private const long Newest = 1_790_000_000;

    private ScriptedSlack _slack = null!;
    private SlackTestBench _bench = null!;

    private static CancellationToken CancellationToken => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _slack = await ScriptedSlack.StartAsync(CancellationToken);
        _bench = new(_slack.Address);
    }

    public async ValueTask DisposeAsync()
    {
        _bench.Dispose();
        await _slack.DisposeAsync();
    }

    [Fact]
    public async Task A_file_is_described_and_nothing_that_leads_to_its_content_is_kept()
    {
        _slack.On("files.list", """
            {"ok":true,"files":[
            {"id":"F1","created":1790000000,"timestamp":1790000000,"updated":1790000100,"name":"plan.pdf","title":"Plan","mimetype":"application/pdf","filetype":"pdf","pretty_type":"PDF","size":"144538",
             "mode":"hosted","user":"W1","user_team":"T1","is_external":false,"external_type":"","is_public":true,"public_url_shared":true,"channels":["C1","C2"],"groups":[],"ims":["D1"],
             "url_private":"https://x.test/canary7351","preview":"canary7351","plain_text":"canary7351","permalink_public":"https://x.test/canary7351"},
            {"id":"F2","created":1789999999,"mode":"external","is_external":true,"external_type":"gdrive","app_id":"A1","app_name":"Drive","bot_id":"B1","external_url":"https://x.test/canary7351"},
            {"id":"F3","mode":"file_access","file_access":"check_file_info"},
            {"id":"F4","created":0,"mode":"tombstone","channels":null}]}
            """);

        var files = await _bench.CollectAsync("files", CancellationToken);

        files.End.Outcome.ShouldBe(StreamOutcome.Complete);
        var first = files.Rows[0];
        (first["user_id"], first["size_bytes"], first["has_public_link"], first["channels"], first["private_channels"], first["direct_conversations"], first["external_type"])
            .ShouldBe(("W1", 144538L, true, 2L, 0L, 1L, null));
        first["created_at"].ShouldBe(DateTimeOffset.FromUnixTimeSeconds(Newest));
        (files.Rows[1]["external_type"], files.Rows[1]["app_id"], files.Rows[1]["user_id"]).ShouldBe(("gdrive", "A1", null));
        files.Rows.Select(row => row["mode"]).ShouldBe(["hosted", "external", "file_access", "tombstone"]);
        files.Rows.SelectMany(row => row.Values).OfType<string>().ShouldAllBe(value => !value.Contains("canary7351"));
    }

    [Fact]
    public async Task The_first_run_asks_for_everything_until_now_and_the_next_from_a_day_before_the_newest()
    {
        _slack.On("files.list", """{"ok":true,"files":[{"id":"F1","created":1790000000}],"paging":{"count":200,"total":1,"page":1,"pages":1}}""");

        var first = await _bench.CollectAsync("files", CancellationToken);
        var second = await _bench.CollectAsync("files", CancellationToken, mark: first.End.HighWaterMark);

        var forms = _slack.FormsOf("files.list");
        (forms[0]["count"], forms[0]["page"], forms[0]["show_files_hidden_by_limit"], forms[0].ContainsKey("ts_from")).ShouldBe(("200", "1", "true", false));
        forms[0]["ts_to"].ShouldBe(_bench.Clock.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture));
        forms[1]["ts_from"].ShouldBe("1789913600");
        (first.End.ReportedTotal, second.End.ReportedTotal).ShouldBe((1L, null));
        second.End.HighWaterMark.ShouldBe(first.End.HighWaterMark);
    }

    [Theory]
    [InlineData(19_999, 1)]
    [InlineData(20_000, 1)]
    [InlineData(20_001, 1)]
    [InlineData(45_000, 3)]
    public async Task Beyond_page_100_the_list_goes_on_by_time_and_no_file_is_lost(int count, int filesASecond)
    {
        ServeLikeSlack(() => [.. Enumerable.Range(0, count).Select(index => (Id(index), Newest - (index / filesASecond)))]);

        var files = await _bench.CollectAsync("files", CancellationToken);

        files.End.Outcome.ShouldBe(StreamOutcome.Complete);
        files.Rows.Select(row => row["file_id"]).ShouldBe(Enumerable.Range(0, count).Select(Id));
        files.Omitted.GetValueOrDefault("repeated_file").ShouldBe(files.Evidence.Sum(page => page.Received) - count);
        files.End.ReportedTotal.ShouldBe(count);
        files.Notes.Any(note => note == "page_limit").ShouldBe(count > 20_000);
    }

    [Fact]
    public async Task Resuming_after_any_page_around_page_100_gives_what_an_undisturbed_read_gives()
    {
        ServeLikeSlack(() => [.. Enumerable.Range(0, 20_900).Select(index => (Id(index), Newest - (index / 7)))]);
        var undisturbed = await _bench.CollectAsync("files", CancellationToken);

        foreach (var page in new[] { 0, 50, 98, 99, 100, 101 })
        {
            var rest = await _bench.CollectAsync("files", CancellationToken, undisturbed.Checkpoints[page]);

            rest.Rows.Select(row => row["file_id"]).ShouldBe(undisturbed.Rows.Skip(undisturbed.PageSizes.Take(page + 1).Sum()).Select(row => row["file_id"]));
            rest.End.ShouldBe(undisturbed.End);
        }
    }

    [Fact]
    public async Task A_first_page_that_comes_again_before_page_100_does_not_go_round()
    {
        _slack
            .On("files.list", """{"ok":true,"files":[{"id":"F1","created":1790000000},{"id":"F2","created":1789000000}],"paging":{"total":3,"page":1,"pages":2}}""")
            .On("files.list", """{"ok":true,"files":[{"id":"F1","created":1790000000},{"id":"F2","created":1789000000}],"paging":{"total":3,"page":1,"pages":2}}""")
            .On("files.list", """{"ok":true,"files":[{"id":"F2","created":1789000000},{"id":"F3","created":1788000000}],"paging":{"total":2,"page":1,"pages":1}}""");

        var files = await _bench.CollectAsync("files", CancellationToken);

        files.Rows.Select(row => row["file_id"]).ShouldBe(["F1", "F2", "F3"]);
        files.Omitted.ShouldBe(new Dictionary<string, int> { ["repeated_file"] = 3 });
        _slack.FormsOf("files.list")[2]["ts_to"].ShouldBe("1789000000");
    }

    [Fact]
    public async Task A_list_that_cannot_be_gone_on_with_ends_partial_and_keeps_the_mark()
    {
        ServeLikeSlack(() => [.. Enumerable.Range(0, 20_001).Select(index => (Id(index), _bench.Clock.GetUtcNow().ToUnixTimeSeconds()))]);

        var files = await _bench.CollectAsync("files", CancellationToken);

        (files.End.Outcome, files.End.Code, files.End.HighWaterMark).ShouldBe((StreamOutcome.Partial, "page_limit", null));
        files.Rows.Count.ShouldBe(20_000);
    }

    [Fact]
    public async Task An_unsorted_list_is_read_as_far_as_slack_gives_it_and_says_so()
    {
        ServeLikeSlack(() => [.. Enumerable.Range(0, 20_001).Select(index => (Id(index), Newest - (index ^ 1)))], isSorted: false);

        var files = await _bench.CollectAsync("files", CancellationToken);

        (files.End.Outcome, files.End.Code).ShouldBe((StreamOutcome.Partial, "unsorted_files"));
    }

    [Fact]
    public async Task Files_deleted_while_the_list_is_read_hide_no_other() => await Gen.Int[0, 2_399].Array[1, 40].Select(Gen.Int[1, 11].Array[40]).SampleAsync(
        async deleting =>
        {
            var (deletions, calls) = deleting;
            List<(string Id, long Created)> all = [.. Enumerable.Range(0, 2_400).Select(index => (Id(index), Newest - index))];
            HashSet<string> deleted = [];
            await using var slack = await ScriptedSlack.StartAsync(CancellationToken);
            using SlackTestBench bench = new(slack.Address);
            var call = 0;
            Serve(slack, () =>
            {
                call++;
                deleted.UnionWith(deletions.Where((_, index) => calls[index] == call).Select(Id));

                return [.. all.Where(file => !deleted.Contains(file.Id))];
            });

            var files = await bench.CollectAsync("files", CancellationToken);

            files.End.Outcome.ShouldBe(StreamOutcome.Complete);
            all.Select(file => file.Id).Except(deleted).Except(files.Rows.Select(row => (string)row["file_id"]!)).ShouldBeEmpty();
        },
        iter: 20);

    private static string Id(int index) => string.Create(CultureInfo.InvariantCulture, $"F{index:D6}");

    private static void Serve(ScriptedSlack slack, Func<IReadOnlyList<(string Id, long Created)>> all, bool isSorted = true) => slack.On("files.list", async context =>
    {
        var form = context.Request.Form;
        var to = long.Parse(form["ts_to"]!, CultureInfo.InvariantCulture);
        var from = form.TryGetValue("ts_from", out var given) ? long.Parse(given!, CultureInfo.InvariantCulture) : 0;
        var count = int.Parse(form["count"]!, CultureInfo.InvariantCulture);
        var page = int.Parse(form["page"]!, CultureInfo.InvariantCulture);
        var found = all().Where(file => file.Created >= from && file.Created <= to).ToList();
        found = isSorted ? [.. found.OrderByDescending(file => file.Created)] : found;
        var files = found.Skip((page > 100 ? 0 : page - 1) * count).Take(count).Select(file => $$"""{"id":"{{file.Id}}","created":{{file.Created}}}""");
        context.Response.ContentType = "application/json";
        await context.Response.WriteAsync(
            $$$"""{"ok":true,"files":[{{{string.Join(',', files)}}}],"paging":{"count":{{{count}}},"total":{{{found.Count}}},"page":{{{page}}},"pages":{{{(found.Count + count - 1) / count}}}}}""",
            context.RequestAborted);
    });

    private void ServeLikeSlack(Func<IReadOnlyList<(string Id, long Created)>> all, bool isSorted = true) => Serve(_slack, all, isSorted);
}
