using System.Globalization;
using System.Text;
using System.Text.Json;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;
using DocumentFormat.OpenXml.Validation;
using Host.Sample.Licences;

namespace Host.Sample.Tests.Licences;

public sealed class LicenceExportTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_workbook_of_the_report_is_sound_and_has_its_totals_and_rows_as_numbers_and_dates()
    {
        await using var seats = await WithCandidatesAsync();
        var report = await seats.ReclaimAsync(idleDays: 14);
        using MemoryStream file = new();

        var count = await seats.Host.Get<ReclaimExport>().WriteAsync("Seats", new() { IdleDays = 14 }, ExportForm.Xlsx, file, Token);

        count.ShouldBe(report.Candidates.Count);
        using var book = SpreadsheetDocument.Open(file, isEditable: false);
        new OpenXmlValidator().Validate(book, Token).ShouldBeEmpty();
        var summary = Rows(book, "Summary");
        summary.Single(row => row[0] is "As of run")[1].ShouldBe(report.RunId.ToString(CultureInfo.InvariantCulture));
        summary.Single(row => row[0] is "What the run proves")[4].ShouldBe("complete");
        var credit = report.Totals.Single(total => total.Class is ReclaimClass.Credit);
        credit.Amount.ShouldNotBeNull().ShouldBeGreaterThan(0);
        var told = summary.Single(row => row[0] is "Candidates: credit");
        Number(told[1]).ShouldBe(credit.Seats);
        Number(told[2]).ShouldBe(credit.Amount.Value);
        told[3].ShouldBe("EUR");

        var rows = Rows(book, "Candidates");
        var heading = rows[0].ToList();
        rows.Count.ShouldBe(report.Candidates.Count + 1);
        rows.Skip(1).Where(row => row[heading.IndexOf("saving")] is "credit").Sum(row => Number(row[heading.IndexOf("amount")])).ShouldBe(credit.Amount.Value);
        var seen = rows.Skip(1).Single(row => row[0] is "p20")[heading.IndexOf("last_seen")];
        DateTime.FromOADate((double)Number(seen)).ShouldBe(seats.Ago(20).UtcDateTime, TimeSpan.FromSeconds(1));
        Rows(book, "No candidates").Skip(1).Sum(row => Number(row[1])).ShouldBe(report.Accounts - report.Candidates.Count);
    }

    [Fact]
    public async Task A_workbook_of_positions_is_sound_and_texts_are_no_formulas()
    {
        await using var seats = await WithCandidatesAsync();
        seats.Connector.Add("=1+1", isBilled: true);
        await seats.RunAsync(daysLater: 1);
        using MemoryStream file = new();

        await seats.Host.Get<PositionExport>().WriteAsync("Seats", new(), ExportForm.Xlsx, file, Token);

        using var book = SpreadsheetDocument.Open(file, isEditable: false);
        new OpenXmlValidator().Validate(book, Token).ShouldBeEmpty();
        Rows(book, "Positions").ShouldContain(row => row[0] == "=1+1");
        book.WorkbookPart!.WorksheetParts.SelectMany(part => part.Worksheet!.Descendants<CellFormula>()).ShouldBeEmpty();
        Number(Rows(book, "Summary").Single(row => row[0] is "Accounts: active")[1]).ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task Comma_separated_rows_are_safe_to_open_and_have_every_source_with_its_window()
    {
        await using var seats = await WithCandidatesAsync();
        seats.Connector.Add("=1+1", isBilled: true);
        await seats.RunAsync(daysLater: 1);
        using MemoryStream file = new();

        await seats.Host.Get<PositionExport>().WriteAsync("Seats", new(), ExportForm.Csv, file, Token);

        var lines = Encoding.UTF8.GetString(file.ToArray()).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        lines[0].ShouldContain("sign_ins_seen,sign_ins_covers_from,sign_ins_covers_to");
        lines.Length.ShouldBe(seats.Connector.People.Count + 1);
        lines.ShouldContain(line => line.StartsWith("\"'=1+1\"", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_report_as_json_is_the_report_with_all_candidates()
    {
        await using var seats = await WithCandidatesAsync();
        var report = await seats.ReclaimAsync(idleDays: 14);
        using MemoryStream file = new();

        await seats.Host.Get<ReclaimExport>().WriteAsync("Seats", new() { IdleDays = 14 }, ExportForm.Json, file, Token);

        var json = JsonElement.Parse(file.ToArray());
        json.GetProperty("candidates").EnumerateArray().Select(row => row.GetProperty("position").GetProperty("accountId").GetString()).ShouldBe(report.Candidates.Select(row => row.Position.AccountId));
        json.GetProperty("totals").EnumerateArray().Sum(total => total.GetProperty("seats").GetInt64()).ShouldBe(report.Candidates.Count);
        json.GetProperty("total").GetInt64().ShouldBe(report.Candidates.Count);
    }

    [Fact]
    public async Task Json_lines_have_a_position_each()
    {
        await using var seats = await WithCandidatesAsync();
        using MemoryStream file = new();

        await seats.Host.Get<PositionExport>().WriteAsync("Seats", new() { Statuses = [LicenceStatus.Idle] }, ExportForm.Json, file, Token);

        var lines = Encoding.UTF8.GetString(file.ToArray()).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonElement.Parse(line)).ToList();
        lines.ShouldNotBeEmpty();
        lines.ShouldAllBe(line => line.GetProperty("status").GetString() == "idle");
    }

    private static async Task<SeatsHost> WithCandidatesAsync()
    {
        var seats = await SeatsHost.StartAsync(SeatsHost.ByUse);
        seats.AddOldHand();

        for (var number = 0; number < 40; number++)
        {
            seats.Connector.Add($"p{number}", isBilled: number < 30, signIns: seats.Ago(number));
        }

        await seats.RunAsync();
        await seats.TermsAsync(new() { Price = 7.25m, Currency = "EUR", Renewal = new(2026, 3, 20) });

        return seats;
    }

    private static decimal Number(string? text) => decimal.Parse(text!, NumberStyles.Float, CultureInfo.InvariantCulture);

    private static List<string?[]> Rows(SpreadsheetDocument book, string name)
    {
        var sheet = book.WorkbookPart!.Workbook!.Descendants<Sheet>().Single(sheet => sheet.Name == name);
        var part = (WorksheetPart)book.WorkbookPart.GetPartById(sheet.Id!.Value!);

        return [.. part.Worksheet!.Descendants<Row>().Select(row => row.Elements<Cell>().Select(cell => cell.InlineString?.InnerText ?? cell.CellValue?.Text).ToArray())];
    }
}
