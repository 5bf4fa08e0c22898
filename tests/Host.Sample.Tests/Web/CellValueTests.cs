using Bunit;
using Host.Sample.Web.Grid;
using MudBlazor.Services;
using Plugin.Abstractions.Collection;

namespace Host.Sample.Tests.Web;

public sealed class CellValueTests : BunitContext
{
    private static readonly ColumnDescription Column = new("note", ColumnType.Text, new() { Description = "A note.", Source = "notes.list", NullMeans = "Nobody wrote one." });

    public CellValueTests()
    {
        Services.AddMudServices();
        JSInterop.Mode = JSRuntimeMode.Loose;
    }

    [Theory]
    [InlineData("<script>alert(1)</script>")]
    [InlineData("<img src=x onerror=alert(1)>")]
    [InlineData("\"><b>bold</b>")]
    [InlineData("&lt;i&gt;")]
    public void Markup_from_a_service_is_shown_as_the_text_that_it_is(string hostile)
    {
        foreach (var detailed in new[] { false, true })
        {
            var cell = Cell(hostile, detailed);

            cell.Find("bdi").TextContent.ShouldBe(hostile);
            cell.FindAll("bdi *").ShouldBeEmpty();
        }
    }

    [Fact]
    public void Marks_that_turn_writing_around_and_control_characters_cannot_steer_the_page() =>
        Cell("a\u202Eb\u2066c\u0000d\u0007e\nf\tg").Find("bdi").TextContent.ShouldBe("a\uFFFDb\uFFFDc\uFFFDd\uFFFDe f g");

    [Fact]
    public void A_huge_text_is_cut_and_shown_whole_when_it_is_asked_for()
    {
        var huge = new string('x', 100_000);

        Cell(huge).Find("bdi").TextContent.Length.ShouldBeLessThan(200);
        var detail = Cell(huge, detailed: true);
        detail.Find("bdi").TextContent.Length.ShouldBeLessThan(2100);
        detail.Find("button").Click();

        detail.Find("bdi").TextContent.ShouldBe(huge);
        detail.Find("button").Click();
        detail.Find("bdi").TextContent.Length.ShouldBeLessThan(2100);
    }

    [Fact]
    public void A_character_of_two_halves_is_not_cut_through()
    {
        var text = new string('x', CellText.MostInCell - 1) + "\U0001F333 tree";

        Cell(text).Find("bdi").TextContent.ShouldBe(new string('x', CellText.MostInCell - 1) + "...");
    }

    [Fact]
    public void Lines_stay_lines_in_the_detail() => Cell("one\r\ntwo\nthree", detailed: true).Find("bdi").TextContent.ShouldBe("one\ntwo\nthree");

    [Fact]
    public void Nothing_says_what_it_means() => Cell(null).Find("span").GetAttribute("title").ShouldBe("Nobody wrote one.");

    [Theory]
    [InlineData(true, "yes")]
    [InlineData(false, "no")]
    public void Truth_is_a_word(bool value, string word) => Cell(value).Markup.Trim().ShouldBe(word);

    [Fact]
    public void Moments_and_numbers_are_drawn_by_the_viewers_browser()
    {
        Cell(new DateTimeOffset(2026, 3, 1, 8, 0, 0, TimeSpan.Zero)).Find("local-time").GetAttribute("datetime").ShouldBe("2026-03-01T08:00:00Z");
        Cell(12345678901234567890.5m).Find("local-number").GetAttribute("value").ShouldBe("12345678901234567890.5");
    }

    private IRenderedComponent<CellValue> Cell(object? value, bool detailed = false) =>
        Render<CellValue>(cell => cell.Add(part => part.Value, value).Add(part => part.Column, Column).Add(part => part.Detailed, detailed));
}
