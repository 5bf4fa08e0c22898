using AngleSharp.Dom;
using Bunit;
using Host.Sample.Tests.Licences;
using Host.Sample.Web.Charts;

namespace Host.Sample.Tests.Web;

/// <summary>Charts: what they draw, what they say to those who do not see them, and the table behind.</summary>
public sealed class ChartFigureTests
{
    [Fact]
    public async Task A_chart_is_a_picture_with_a_telling_name_and_a_table_in_which_each_figure_leads_to_its_rows()
    {
        await using var drawn = await DrawAsync(ChartKind.Bars, [1200, 3, 0]);

        drawn.Page.Find("figure").GetAttribute("aria-labelledby").ShouldBe(drawn.Page.Find("figcaption h3").Id);
        var picture = drawn.Page.Find("[role=img]");
        picture.GetAttribute("aria-label").ShouldBe("Fruit. place 0: 1200, place 1: 3, place 2: 0.");
        picture.QuerySelector("svg").ShouldNotBeNull();
        Cells(drawn.Page).ShouldBe(["1200", "3", "0"]);
        drawn.Page.FindAll("table td a").Select(link => link.GetAttribute("href")).ShouldBe(["/rows/0", "/rows/1", "/rows/2"]);
        drawn.Page.FindAll("thead th").ShouldAllBe(head => head.GetAttribute("scope") == "col");
    }

    [Theory]
    [InlineData(ChartKind.Bars)]
    [InlineData(ChartKind.Shares)]
    [InlineData(ChartKind.Course)]
    public async Task Zeros_are_no_chart_and_still_a_table(ChartKind kind)
    {
        await using var drawn = await DrawAsync(kind, [0, 0]);

        drawn.Page.FindAll("[role=img]").ShouldBeEmpty();
        drawn.Page.Markup.ShouldContain("All of these figures are 0.");
        Cells(drawn.Page).ShouldBe(["0", "0"]);
    }

    [Theory]
    [InlineData(ChartKind.Bars)]
    [InlineData(ChartKind.Shares)]
    [InlineData(ChartKind.Course)]
    public async Task What_is_not_known_is_told_and_is_no_zero(ChartKind kind)
    {
        await using var drawn = await DrawAsync(kind, [null, null]);

        drawn.Page.FindAll("[role=img]").ShouldBeEmpty();
        drawn.Page.Markup.ShouldContain("None of these figures is known.");
        drawn.Page.FindAll("table td").ShouldAllBe(cell => cell.TextContent.Contains("not known", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(ChartKind.Bars)]
    [InlineData(ChartKind.Shares)]
    [InlineData(ChartKind.Course)]
    public async Task One_figure_and_huge_ones_are_drawn_within_the_picture(ChartKind kind)
    {
        foreach (decimal?[] values in (decimal?[][])[[1], [79_228_162_514_264_337_593_543_950m, 1], [0.01m, 0.02m]])
        {
            await using var drawn = await DrawAsync(kind, values);

            drawn.Page.Find("[role=img]").GetAttribute("aria-label").ShouldNotBeNullOrEmpty();
            drawn.Page.Markup.ShouldNotContain("NaN");
            drawn.Page.Markup.ShouldNotContain("Infinity");
            Cells(drawn.Page).Count.ShouldBe(values.Length);
        }
    }

    [Fact]
    public async Task Nothing_at_all_is_a_heading()
    {
        await using var drawn = await DrawAsync(ChartKind.Bars, []);

        drawn.Page.Find("h3").TextContent.ShouldBe("Fruit");
        drawn.Page.FindAll("table").ShouldBeEmpty();
    }

    [Fact]
    public async Task A_gap_in_a_course_stays_a_gap()
    {
        await using var drawn = await DrawAsync(ChartKind.Course, [4, null, 4, 4]);

        drawn.Page.FindAll("table td")[1].TextContent.Trim().ShouldBe("not known");
        drawn.Page.Find("[role=img]").GetAttribute("aria-label").ShouldBe("Fruit. Apples: from 4 to 4.");
    }

    [Fact]
    public async Task Names_from_outside_steer_nothing_and_take_no_room()
    {
        await using var drawn = await DrawAsync(ChartKind.Bars, [1, 2], $"\u202Eevil\u0007{new string('x', 10_000)}<script>");

        drawn.Page.Markup.ShouldNotContain("\u202E");
        drawn.Page.Markup.ShouldNotContain("<script>");
        drawn.Page.Markup.Length.ShouldBeLessThan(20_000);
    }

    [Theory]
    [InlineData(0, "0")]
    [InlineData(0.5, "0.5")]
    [InlineData(999, "999")]
    [InlineData(9_999, "9999")]
    [InlineData(12_345, "12.3k")]
    [InlineData(1_234_567, "1.2M")]
    [InlineData(999_000_000_000, "999G")]
    public async Task Long_numbers_beside_the_axis_are_cut_short_and_stand_whole_in_the_table(double value, string shown)
    {
        await using var drawn = await DrawAsync(ChartKind.Bars, [(decimal)value, 0.25m]);

        Cells(drawn.Page)[0].ShouldBe(((decimal)value).ToString(System.Globalization.CultureInfo.InvariantCulture));
        shown.Length.ShouldBeLessThanOrEqualTo(5);
        ChartScale.Short((decimal)value).ShouldBe(shown);
    }

    private static List<string> Cells(IRenderedComponent<ChartFigure> page) => [.. page.FindAll("table td local-number").Select(number => number.GetAttribute("value")!)];

    private static async Task<Drawn> DrawAsync(ChartKind kind, decimal?[] values, string? name = null)
    {
        var host = await SeatsHost.StartAsync();
        PageFixture pages = new(host.Host.Rooms);
        var page = pages.Open<ChartFigure>("/", parameters => parameters
            .Add(chart => chart.Id, "fruit").Add(chart => chart.Heading, "Fruit").Add(chart => chart.Kind, kind).Add(chart => chart.PlaceTitle, "Place")
            .Add(chart => chart.Places, [.. values.Select((_, at) => new ChartPlace(name ?? $"place {at}", name ?? $"{at}", $"/rows/{at}"))])
            .Add(chart => chart.Lines, [new ChartLine("Apples", values)]));

        return new(host, pages, page);
    }

    private sealed record Drawn(SeatsHost Host, PageFixture Pages, IRenderedComponent<ChartFigure> Page) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            await Pages.DisposeAsync();
            await Host.DisposeAsync();
        }
    }
}
