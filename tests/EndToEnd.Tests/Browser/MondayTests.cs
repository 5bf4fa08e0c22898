using System.Globalization;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;
using Microsoft.Playwright;
using Plugin.Slack.Sandbox;
using static Microsoft.Playwright.Assertions;

namespace EndToEnd.Tests.Browser;

/// <summary>An analyst's Monday, all in the browser: what changed, whether it can be believed, what it costs, what is decided, and the list for the meeting.</summary>
public sealed class MondayTests(BrowserFixture browsers)
{
    private const string Key = "xoxp-1-monday-morning";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task From_a_first_run_to_a_decided_reclaim_report()
    {
        await using var sandbox = await SandboxServer.StartAsync(new() { Users = 1_200, Channels = 40, Tokens = [new(Key, Walk.Scopes)] }, Token);
        await using var host = await WebHost.StartAsync(browsers, Token, Walk.Allowing(sandbox));
        await host.Rest.ConnectorAsync(sandbox, Key, Token);
        var page = await host.SignedInAsync("/runs?connector=1");

        // The first run, and what it proves.
        await RunAsync(page, 1, "published");
        await page.GetByRole(AriaRole.Link, new() { Name = "Certificate: what this run proves" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Complete", Exact = true })).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Verify now" }).ClickAsync();
        await Expect(page.Locator(".verification .verdict")).ToContainTextAsync("Proven");

        // People change over the weekend.
        await Walk.NextDayAsync(sandbox, Token);
        await host.GoAsync(page, "/runs?connector=1");
        await RunAsync(page, 2, "published");
        await page.GetByRole(AriaRole.Link, new() { Name = "Changes", Exact = true }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Account joined" }).ClickAsync();
        await Expect(page.Locator(".event-kind").First).ToHaveTextAsync("Account joined");

        // Half of the people vanish: held, overlooked by nobody, rejected.
        await CollapseAsync(sandbox, 50);
        await host.GoAsync(page, "/runs?connector=1");
        await RunAsync(page, 3, "held");
        await host.GoAsync(page, "/licences");
        await page.GetByRole(AriaRole.Link, new() { Name = "held run" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Region, new() { Name = "Figures of both runs" })).ToContainTextAsync("tripped");
        await DecideAsync(page, "Reject: take the run back", "Reject run 3", "The service was not well; nobody has left.");
        await Expect(page.GetByText("The service was not well; nobody has left.").First).ToBeVisibleAsync();
        await Expect(page.GetByRole(AriaRole.Link, new() { Name = "held run" })).ToHaveCountAsync(0);

        // Later a third of them has really left: held, and accepted.
        await CollapseAsync(sandbox, 33);
        await host.GoAsync(page, "/runs?connector=1");
        await RunAsync(page, 4, "held");
        await DecideAsync(page, "Accept: it is really gone", "Accept run 4", "A part of the company was sold.");
        await Expect(page.GetByText("Readers see this run.")).ToBeVisibleAsync();

        // What the idle seats cost: terms, slider, an exclusion.
        await host.GoAsync(page, "/reclaim");
        await page.GetByLabel("Price of a seat").FillAsync("8.75");
        await page.GetByLabel("Currency").FillAsync("USD");
        await page.GetByLabel("Renewal", new() { Exact = true }).FillAsync(DateTimeOffset.UtcNow.AddMonths(5).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        await page.GetByRole(AriaRole.Button, new() { Name = "Save terms" }).ClickAsync();
        await Expect(page.GetByText("The terms are saved.")).ToBeVisibleAsync();
        await page.Locator("input.range").FillAsync("14");
        await page.WaitForURLAsync(url => url.Contains("idle=14", StringComparison.Ordinal));
        await RestAsync(page);
        var before = await TotalsAsync(page);
        before.Values.Sum().ShouldBeGreaterThan(0, "with 14 days somebody is idle");

        var candidate = page.Locator("[aria-label=Candidates] tbody a").First;
        var name = (await candidate.InnerTextAsync()).Trim();
        await candidate.ClickAsync();
        await page.WaitForURLAsync(url => url.Contains("/people/", StringComparison.Ordinal));
        await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToContainTextAsync(name);
        await page.GetByLabel("Reason").FillAsync("On parental leave");
        await page.GetByRole(AriaRole.Button, new() { Name = "Leave it out" }).ClickAsync();
        await Expect(page.GetByText("On parental leave").First).ToBeVisibleAsync();
        await host.GoAsync(page, "/reclaim?idle=14");
        await RestAsync(page);
        var after = await TotalsAsync(page);
        after.Values.Sum().ShouldBe(before.Values.Sum() - 1);
        (await WebHost.AxeAsync(page)).ShouldBeEmpty();

        // The list for the meeting says the same as the page.
        await page.GetByRole(AriaRole.Button, new() { Name = "Export" }).ClickAsync();
        var download = await page.RunAndWaitForDownloadAsync(() => page.GetByText("Excel workbook").ClickAsync());
        var file = Path.Combine(host.DataFolder, "reclaim.xlsx");
        await download.SaveAsAsync(file);
        SummaryOf(file).ShouldBe(after, ignoreOrder: true);
        await page.GetByRole(AriaRole.Link, new() { Name = "Print view" }).ClickAsync();
        await page.WaitForURLAsync(url => url.Contains("/reclaim/print", StringComparison.Ordinal));
        await Expect(page.Locator("main dl.facts").First).ToContainTextAsync("run 4");

        // As of the first run nobody had left yet.
        await host.GoAsync(page, "/licences");
        await RestAsync(page);
        var now = await AccountsAsync(page);
        await host.GoAsync(page, "/licences?asOf=1");
        await RestAsync(page);
        (await AccountsAsync(page)).ShouldNotBe(now);

        // The sale was called off: back to the run before.
        await host.GoAsync(page, "/runs/2");
        await page.GetByRole(AriaRole.Button, new() { Name = "Go back to this run" }).ClickAsync();
        await page.GetByRole(AriaRole.Dialog).GetByLabel("Note").FillAsync("The sale was called off.");
        await page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Go back to run 2" }).ClickAsync();
        await Expect(page.GetByText("Readers see this run.")).ToBeVisibleAsync();
        await host.GoAsync(page, "/");
        await Expect(page.GetByRole(AriaRole.Link, new() { Name = "run 2" }).First).ToBeVisibleAsync();
        host.Complaints.ShouldBeEmpty();
    }

    private static async Task RunAsync(IPage page, int run, string state)
    {
        await page.GetByRole(AriaRole.Button, new() { Name = "Run now: Workspace" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync($"Run {run}");
        await Expect(page.Locator("main .state-chip").First).ToHaveTextAsync(state, new() { Timeout = 120_000 });
    }

    private static async Task DecideAsync(IPage page, string choice, string confirm, string note)
    {
        await page.GetByRole(AriaRole.Button, new() { Name = choice }).ClickAsync();
        var dialog = page.GetByRole(AriaRole.Dialog);
        await Expect(dialog.GetByRole(AriaRole.Button, new() { Name = confirm })).ToBeDisabledAsync();
        await dialog.GetByLabel("Note").FillAsync(note);
        await dialog.GetByRole(AriaRole.Button, new() { Name = confirm }).ClickAsync();
    }

    private static async Task CollapseAsync(SandboxServer sandbox, int percent)
    {
        using HttpClient client = new();
        using FormUrlEncodedContent form = new(new Dictionary<string, string> { ["share"] = percent.ToString(CultureInfo.InvariantCulture) });
        using var answer = await client.PostAsync(new Uri(sandbox.Address, "sandbox/collapse"), form, Token);
        answer.EnsureSuccessStatusCode();
    }

    private static Task RestAsync(IPage page) => WebHost.RestAsync(page);

    /// <summary>Seats by class of saving, as the page says.</summary>
    private static async Task<Dictionary<string, long>> TotalsAsync(IPage page)
    {
        Dictionary<string, long> totals = [];

        foreach (var section in await page.Locator(".saving").AllAsync())
        {
            totals[(await section.GetAttributeAsync("aria-label"))!] = long.Parse((await section.Locator(".figure local-number").First.GetAttributeAsync("value"))!, CultureInfo.InvariantCulture);
        }

        totals.Count.ShouldBe(3);

        return totals;
    }

    /// <summary>Seats by class of saving, as the workbook says.</summary>
    private static Dictionary<string, long> SummaryOf(string file)
    {
        const string Head = "Candidates: ";
        using var book = SpreadsheetDocument.Open(file, isEditable: false);
        var sheet = book.WorkbookPart!.Workbook!.Descendants<Sheet>().Single(sheet => sheet.Name == "Summary");
        var texts = book.WorkbookPart.SharedStringTablePart?.SharedStringTable?.Elements<SharedStringItem>().Select(item => item.InnerText).ToList();

        return ((WorksheetPart)book.WorkbookPart.GetPartById(sheet.Id!)).Worksheet!.Descendants<Row>()
            .Select(row => row.Elements<Cell>().Select(cell => Text(cell, texts)).ToList())
            .Where(row => row.Count > 2 && row[0].StartsWith(Head, StringComparison.Ordinal) && row[1].Length > 0 && !row[0].EndsWith("confidence", StringComparison.Ordinal))
            .ToDictionary(row => row[0][Head.Length..], row => long.Parse(row[1], CultureInfo.InvariantCulture));
    }

    private static string Text(Cell cell, List<string>? shared) => cell.DataType?.Value == CellValues.SharedString
        ? shared![int.Parse(cell.InnerText, CultureInfo.InvariantCulture)]
        : cell.InnerText;

    private static async Task<string> AccountsAsync(IPage page) => await page.Locator(".status-counts").EvaluateAsync<string>("counts => [...counts.querySelectorAll('local-number')].map(number => number.getAttribute('value')).join(' ')");
}
