using Bunit;
using Host.Sample.Access;
using Host.Sample.Database;
using Host.Sample.Runs;
using Host.Sample.Runs.Proof;
using Host.Sample.Runs.Retention;
using Host.Sample.Tests.Runs;
using Host.Sample.Web.Pages;
using Microsoft.AspNetCore.Components.Forms;

namespace Host.Sample.Tests.Web;

/// <summary>What a run proves, as a page.</summary>
public sealed class CertificatePageTests
{
    private static CancellationToken Token => Xunit.TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_complete_run_is_told_in_a_word_and_in_every_figure()
    {
        await using var host = await LedgerHost.StartAsync();
        var run = await host.RunAsync(12);
        await using PageFixture pages = new(host.Host.Rooms, AccessRole.Reader);
        var content = await host.Host.Get<RunCertificates>().GetAsync(run.Id, Token);

        var page = Open(pages, run.Id);

        Verdict(page).ShouldBe("Complete");
        var text = page.Markup;
        var words = string.Concat(page.Nodes.Select(node => node.TextContent));
        page.Find(".certificate-head").TextContent.ShouldContain("all 3 streams were read to the service's end");
        page.Find(".certificate-head").TextContent.ShouldContain("Nothing.");
        page.Find(".certificate-head").TextContent.ShouldContain("Holds: the certificate is what this host sealed");
        page.Find(".certificate-head").TextContent.ShouldContain("It found nothing to hold the run for.");
        text.ShouldContain(content.Seal.KeyId);
        text.ShouldContain(content.ContentHash);
        text.ShouldContain(content.Content.SettingsFingerprint!);
        content.Content.Streams.ShouldAllBe(stream => text.Contains(stream.RowSetHash!));
        content.Content.Streams.SelectMany(stream => stream.Checks).ShouldNotBeEmpty();
        content.Content.Streams.SelectMany(stream => stream.Checks).ShouldAllBe(check => words.Contains(check.Message));
        page.Find("#stream-people").TextContent.ShouldContain("May differ by");
        page.FindAll("a").Single(link => link.TextContent.Trim() == "Download").GetAttribute("href").ShouldBe($"/api/runs/{run.Id}/certificate");
    }

    [Fact]
    public async Task A_partial_run_says_what_is_missing_why_and_what_to_do()
    {
        await using var host = await LedgerHost.StartAsync();
        host.Ledger.Broken.Add(LedgerConnector.Seats);
        var run = await host.RunAsync(12);
        await using PageFixture pages = new(host.Host.Rooms, AccessRole.Reader);

        var page = Open(pages, run.Id);

        Verdict(page).ShouldBe("Partial");
        var missing = page.Find(".certificate-gaps").TextContent;
        missing.ShouldContain("seats");
        missing.ShouldContain("It broke off.");
        missing.ShouldContain("Run again.");
        page.Find(".certificate-head").TextContent.ShouldContain("2 of 3 streams were read to the service's end");
    }

    [Fact]
    public async Task A_failed_run_proves_nothing_and_says_why()
    {
        await using var host = await LedgerHost.StartAsync();
        host.Ledger.IsGone = true;
        var run = await host.RunAsync(12);
        run.State.ShouldBe(RunState.Failed);
        await using PageFixture pages = new(host.Host.Rooms, AccessRole.Reader);

        var page = Open(pages, run.Id);

        Verdict(page).ShouldBe("Unknown");
        page.Find(".certificate-gaps").TextContent.ShouldContain("The ledger lets nobody in.");
        page.Find(".certificate-gaps").TextContent.ShouldContain("Ask the clerk.");
        page.Find(".certificate-head").TextContent.ShouldContain("It was not asked");
    }

    [Fact]
    public async Task A_held_run_waits_and_a_rolled_back_one_says_who_and_why()
    {
        await using var host = await LedgerHost.StartAsync();
        var held = await host.HoldAsync();
        await using PageFixture pages = new(host.Host.Rooms, AccessRole.Operator);

        var page = Open(pages, held.Id);

        Verdict(page).ShouldBe("Unknown");
        page.Find(".certificate-head").TextContent.ShouldContain("It holds the run until somebody decides");
        page.Find(".certificate-head").TextContent.ShouldContain("fell from 40 to 10");

        await host.Host.Get<RunDecisions>().RollBackAsync(1, "The wrong ledger was read.", Token);
        var later = Open(pages, held.Id);
        later.Markup.ShouldContain("The wrong ledger was read.");
        later.Find("[aria-label='Revisions of the certificate']").QuerySelectorAll("tbody tr").Length.ShouldBe(2);
        later.Markup.ShouldContain("Rolled back by");
    }

    [Fact]
    public async Task A_pruned_run_keeps_its_certificate_and_only_its_seal_can_be_checked()
    {
        await using var host = await LedgerHost.StartAsync();
        await host.RunAsync(12);
        await host.RunAsync(13);
        await host.RunAsync(14);
        await host.Host.Get<RunRetention>().SetAsync(LedgerHost.Connector, new() { Runs = 1 }, Token);
        await host.Host.Get<RunRetention>().PruneAsync(LedgerHost.Connector, Token);
        await using PageFixture pages = new(host.Host.Rooms, AccessRole.Reader);

        var page = Open(pages, 2);

        page.Find(".certificate-gaps").TextContent.ShouldContain("were pruned at");
        await page.InvokeAsync(() => PageFixture.Button(page, "Verify now").Click());
        page.WaitForAssertion(() => page.Find(".verification").TextContent.ShouldContain("Only the seal could be checked: the rows were pruned"));
    }

    [Fact]
    public async Task An_altered_record_breaks_the_proof_and_the_page_says_so_first()
    {
        await using var host = await LedgerHost.StartAsync();
        var run = await host.RunAsync(12);
        await host.AlterAsync("UPDATE StreamRuns SET RowCount = RowCount + 1 WHERE StreamId = 'people'");
        await using PageFixture pages = new(host.Host.Rooms, AccessRole.Reader);

        var page = Open(pages, run.Id);

        Verdict(page).ShouldBe("Proof broken");
        page.Find(".certificate-head").TextContent.ShouldContain("The run's record of the stream people is not what was certified.");
    }

    [Theory]
    [InlineData("UPDATE Runs SET CertificateJson = replace(CertificateJson, '\"verdict\":\"complete\"', '\"verdict\":\"partial\"')", "The signature does not fit the content")]
    [InlineData("UPDATE Runs SET CertificateJson = 'gone'", "What is stored is no certificate any more")]
    public async Task An_altered_certificate_proves_nothing(string sql, string told)
    {
        await using var host = await LedgerHost.StartAsync();
        var run = await host.RunAsync(12);
        await host.AlterAsync(sql);
        await using PageFixture pages = new(host.Host.Rooms, AccessRole.Reader);

        var page = Open(pages, run.Id);

        Verdict(page).ShouldBe("Proof broken");
        page.Find(".certificate-head").TextContent.ShouldContain(told);
    }

    [Fact]
    public async Task A_run_without_a_certificate_says_why_and_what_to_do()
    {
        await using var host = await LedgerHost.StartAsync();
        var run = await host.RunAsync(12);
        await host.AlterAsync("UPDATE Runs SET CertificateJson = NULL");
        await using PageFixture pages = new(host.Host.Rooms, AccessRole.Reader);

        var page = pages.Open<CertificatePage>(Address(run.Id), parameters => parameters.Add(shown => shown.Id, run.Id));

        page.WaitForAssertion(() => page.Find("[role=alert]").TextContent.ShouldContain("it ended before this host wrote any"));
        page.Find("[role=alert]").TextContent.ShouldContain("Run the connector again");
        page.FindAll(".certificate-head").ShouldBeEmpty();
    }

    [Fact]
    public async Task A_run_that_has_not_ended_and_one_that_is_not_there_are_told()
    {
        await using var host = await LedgerHost.StartAsync();
        var run = await host.Host.Runs.QueueAsync(LedgerHost.Connector, "test", isFull: false, Token);
        await using PageFixture pages = new(host.Host.Rooms, AccessRole.Reader);

        var waiting = pages.Open<CertificatePage>(Address(run.Id), parameters => parameters.Add(shown => shown.Id, run.Id));
        waiting.WaitForAssertion(() => waiting.Markup.ShouldContain("has not ended. Its certificate is written and sealed in that moment"));

        var none = pages.Open<CertificatePage>(Address(99), parameters => parameters.Add(shown => shown.Id, 99));
        none.WaitForAssertion(() => none.Find("[role=alert]").TextContent.ShouldContain("There is no run 99."));
    }

    [Fact]
    public async Task Verifying_tells_what_came_of_each_stream()
    {
        await using var host = await LedgerHost.StartAsync();
        var run = await host.RunAsync(12);
        await using PageFixture pages = new(host.Host.Rooms, AccessRole.Reader);
        var page = Open(pages, run.Id);

        await page.InvokeAsync(() => PageFixture.Button(page, "Verify now").Click());

        page.WaitForAssertion(() => page.Find(".verification .verdict").TextContent.Trim().ShouldBe("Proven"));
        page.FindAll(".verification tbody tr").Count.ShouldBe(3);
        page.Find(".verification").TextContent.ShouldContain("24 rows in 3 streams");
    }

    [Fact]
    public async Task Verifying_an_altered_row_names_it()
    {
        await using var host = await LedgerHost.StartAsync();
        var run = await host.RunAsync(12);
        await host.AlterAsync("UPDATE orchard_people SET name = 'Nobody' WHERE id = 'p00003'");
        await using PageFixture pages = new(host.Host.Rooms, AccessRole.Reader);
        var page = Open(pages, run.Id);
        Verdict(page).ShouldBe("Complete", "the seal holds; that rows were altered shows when they are read");

        await page.InvokeAsync(() => PageFixture.Button(page, "Verify now").Click());

        page.WaitForAssertion(() => page.Find(".verification .verdict").TextContent.Trim().ShouldBe("Broken"));
        page.Find(".verification").TextContent.ShouldContain("the first has the key 'p00003'");
        page.FindAll(".verification tbody tr").Single(row => row.TextContent.Contains("people", StringComparison.Ordinal)).TextContent.ShouldContain("broken");
    }

    [Fact]
    public async Task A_kept_certificate_is_held_against_the_stored_one()
    {
        await using var host = await LedgerHost.StartAsync();
        await host.RunAsync(12);
        var run = await host.RunAsync(13);
        var kept = (await host.Host.Get<RunCertificates>().GetAsync(run.Id, Token)).ToString();
        var other = (await host.Host.Get<RunCertificates>().GetAsync(1, Token)).ToString();
        await using PageFixture pages = new(host.Host.Rooms, AccessRole.Reader);
        var page = Open(pages, run.Id);

        Upload(page, kept, "kept.json");
        page.WaitForAssertion(() => page.Find(".verification").TextContent.ShouldContain("The certificate that was given is the stored one."));
        page.Find(".verification .verdict").TextContent.ShouldContain("Proven, with kept.json");

        Upload(page, other, "other.json");
        page.WaitForAssertion(() => page.Find(".verification").TextContent.ShouldContain("The certificate that was given is that of run 1."));
        page.Find(".verification .verdict").TextContent.ShouldContain("Broken");
        page.Find(".verification").TextContent.ShouldContain("What was given does not prove run 2. The stored certificate is what was sealed, and the store holds what it says.");
    }

    [Theory]
    [InlineData("this is no certificate", "no JSON document in the form of a certificate")]
    [InlineData("", "no JSON document in the form of a certificate")]
    [InlineData("{\"certificate\":{},\"seal\":{}}", "no JSON document in the form of a certificate")]
    public async Task Garbage_is_told_as_garbage(string given, string told)
    {
        await using var host = await LedgerHost.StartAsync();
        var run = await host.RunAsync(12);
        await using PageFixture pages = new(host.Host.Rooms, AccessRole.Reader);
        var page = Open(pages, run.Id);

        Upload(page, given, "garbage.json");

        page.WaitForAssertion(() => page.Find("[role=alert]").TextContent.ShouldContain(told));
        page.FindAll(".verification").ShouldBeEmpty();
    }

    [Fact]
    public async Task A_file_that_is_bigger_than_any_certificate_is_refused_unread()
    {
        await using var host = await LedgerHost.StartAsync();
        var run = await host.RunAsync(12);
        await using PageFixture pages = new(host.Host.Rooms, AccessRole.Reader);
        var page = Open(pages, run.Id);

        page.FindComponent<InputFile>().UploadFiles(InputFileContent.CreateFromBinary(new byte[10 * 1024 * 1024], "big\u202e.json"));

        page.WaitForAssertion(() => page.Find("[role=alert]").TextContent.ShouldContain("is bigger than any certificate: 8 MB is the most."));
        page.Find("[role=alert]").TextContent.ShouldNotContain("\u202e");
        page.FindAll(".verification").ShouldBeEmpty();
    }

    private static string Address(long run) => $"/runs/{run}/certificate";

    private static IRenderedComponent<CertificatePage> Open(PageFixture pages, long run)
    {
        var page = pages.Open<CertificatePage>(Address(run), parameters => parameters.Add(shown => shown.Id, run));
        page.WaitForElement(".certificate-head");

        return page;
    }

    private static string Verdict(IRenderedComponent<CertificatePage> page) => page.Find("#verdict").TextContent;

    private static void Upload(IRenderedComponent<CertificatePage> page, string text, string name) =>
        page.FindComponent<InputFile>().UploadFiles(InputFileContent.CreateFromText(text, name));
}
