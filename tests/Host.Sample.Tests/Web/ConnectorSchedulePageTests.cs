using AngleSharp.Dom;
using Bunit;
using Host.Sample.Access;
using Host.Sample.Database;
using Host.Sample.Schedules;
using Host.Sample.Web.Pages;

namespace Host.Sample.Tests.Web;

/// <summary>When a connector runs by itself: told, filled in, paused and removed.</summary>
public sealed class ConnectorSchedulePageTests
{
    private const string Page = "schedule";

    private static CancellationToken Token => Xunit.TestContext.Current.CancellationToken;

    private static ScheduleDraft Nightly => new() { Cron = "0 2 * * *", TimeZone = "Europe/London", JitterMinutes = 10, QuietFrom = "08:00", QuietTo = "18:00" };

    [Fact]
    public async Task A_connector_without_a_schedule_is_given_one()
    {
        await using var host = await ConnectorPageHost.StartAsync();
        var page = Open(host, AccessRole.Operator);
        page.WaitForAssertion(() => page.Markup.ShouldContain("runs only when somebody asks for it"));
        page.WaitForAssertion(() => Preview(page).ShouldContain("Every day at 02:00"));
        await ZoneAsync(page, "Europe/London");

        page.Field("At").Input("03:30");
        page.WaitForAssertion(() => Preview(page).ShouldContain("Every day at 03:30, Europe/London"));
        page.FindAll("[data-test=preview] tbody tr").Count.ShouldBe(ScheduleService.TimesShown);
        await SaveAsync(page);

        page.WaitForAssertion(() => page.Find("[data-test=words]").TextContent.ShouldBe("Every day at 03:30, Europe/London."));
        (await host.Get<ScheduleService>().GetAsync(host.Id, Token)).Cron.ShouldBe("0 30 3 * * ?");
    }

    [Fact]
    public async Task A_schedule_is_told_in_words_with_its_next_times_and_filled_in()
    {
        await using var host = await ConnectorPageHost.StartAsync();
        await host.Get<ScheduleService>().SetAsync(host.Id, Nightly, Token);

        var page = Open(host, AccessRole.Operator);

        page.WaitForAssertion(() => page.Find("[data-test=words]").TextContent.ShouldBe("Every day at 02:00, Europe/London, up to 10 minutes later, not between 08:00 and 18:00."));
        page.FindAll("section.card tbody tr").Count.ShouldBeGreaterThanOrEqualTo(ScheduleService.TimesShown);
        page.Find("[data-test=last]").TextContent.ShouldContain("nothing yet");
        page.Field("At").GetAttribute("value").ShouldBe("02:00");
        page.Field("Jitter in minutes").GetAttribute("value").ShouldBe("10");
        page.Field("Quiet to").GetAttribute("value").ShouldBe("18:00");
    }

    [Theory]
    [InlineData("At", "25:99", "Give a time of day")]
    [InlineData("At", "", "Give a time of day")]
    [InlineData("Jitter in minutes", "soon", "must be a whole number")]
    [InlineData("Jitter in minutes", "100000", "from 0 to 720 minutes")]
    [InlineData("Quiet from", "8 o'clock", "is no time of day")]
    [InlineData("Quiet to", "", "need both a beginning and an end")]
    [InlineData("Quiet to", "08:00", "none, or the whole day")]
    [InlineData("Quiet from", "01:00", "falls into the quiet hours")]
    public async Task What_cannot_be_used_is_told_beside_its_field_and_not_saved(string field, string value, string told)
    {
        await using var host = await ConnectorPageHost.StartAsync();
        await host.Get<ScheduleService>().SetAsync(host.Id, Nightly, Token);
        var page = Open(host, AccessRole.Operator);
        page.WaitForAssertion(() => page.Field("At").GetAttribute("value").ShouldBe("02:00"));

        page.Field(field).Input(value);

        page.WaitForAssertion(() => page.FindAll(".mud-input-error").Select(error => error.TextContent).ShouldContain(text => text.Contains(told)));
        await SaveAsync(page);
        (await host.Get<ScheduleService>().GetAsync(host.Id, Token)).Revision.ShouldBe(1);
    }

    [Theory]
    [InlineData("* * * * *", "At least 5 minutes must lie between two times")]
    [InlineData("0 0 2 30 2 ?", "never comes")]
    [InlineData("every night", "This is no cron expression")]
    [InlineData("", "Say when")]
    [InlineData("0 0 2 ? * MON\u202EFRI", "This is no cron expression")]
    public async Task A_cron_expression_that_cannot_be_followed_is_told_beside_its_field(string cron, string told)
    {
        await using var host = await ConnectorPageHost.StartAsync();
        await host.Get<ScheduleService>().SetAsync(host.Id, Nightly with { Cron = "0 0 2 ? * 2#1", QuietFrom = null, QuietTo = null }, Token);
        var page = Open(host, AccessRole.Operator);
        page.WaitForAssertion(() => page.Field("Cron expression").GetAttribute("value").ShouldBe("0 0 2 ? * 2#1"));

        page.Field("Cron expression").Input(cron);

        page.WaitForAssertion(() => page.FindAll(".mud-input-error").Select(error => error.TextContent).ShouldContain(text => text.Contains(told)));
        page.FindAll("[data-test=preview] tbody tr").ShouldBeEmpty();
    }

    [Fact]
    public async Task A_time_zone_that_the_machine_does_not_know_is_told_beside_its_field()
    {
        await using var host = await ConnectorPageHost.StartAsync();
        var page = Open(host, AccessRole.Operator);
        page.WaitForAssertion(() => Preview(page).ShouldContain("Every day"));

        await ZoneAsync(page, "Atlantis/Harbour");

        page.WaitForAssertion(() => page.FindAll(".mud-input-error").Select(error => error.TextContent).ShouldContain(text => text.Contains("knows no time zone 'Atlantis/Harbour'")));
    }

    [Fact]
    public async Task It_is_paused_resumed_and_after_a_question_removed()
    {
        await using var host = await ConnectorPageHost.StartAsync();
        await host.Get<ScheduleService>().SetAsync(host.Id, Nightly, Token);
        var pages = host.As(AccessRole.Operator);
        var page = host.Open<ConnectorSchedulePage>(pages, Page);

        await PageFixture.PressAsync(page, "Pause");
        page.WaitForAssertion(() => page.Markup.ShouldContain("nothing begins until it is resumed"));
        (await host.Get<ScheduleService>().GetAsync(host.Id, Token)).NextAt.ShouldBeNull();
        await PageFixture.PressAsync(page, "Resume");
        page.WaitForAssertion(() => page.HasButton("Pause").ShouldBeTrue());

        _ = PageFixture.PressAsync(page, "Remove the schedule");
        await PageFixture.PressAsync(pages.Dialogs, "Remove it");
        page.WaitForAssertion(() => page.Markup.ShouldContain("runs only when somebody asks for it"));
    }

    [Fact]
    public async Task The_later_of_two_editors_is_told()
    {
        await using var host = await ConnectorPageHost.StartAsync();
        await host.Get<ScheduleService>().SetAsync(host.Id, Nightly, Token);
        var page = Open(host, AccessRole.Operator);
        page.WaitForAssertion(() => page.Field("At").GetAttribute("value").ShouldBe("02:00"));
        page.Field("At").Input("04:00");
        await host.Get<ScheduleService>().SetAsync(host.Id, Nightly with { Cron = "0 5 * * *" }, Token);

        await SaveAsync(page);

        page.WaitForAssertion(() => page.Alert().ShouldContain("was changed by viewer while you were editing it: Every day at 05:00"));
    }

    [Fact]
    public async Task A_reader_sees_it_and_which_role_changes_it()
    {
        await using var host = await ConnectorPageHost.StartAsync();
        await host.Get<ScheduleService>().SetAsync(host.Id, Nightly, Token);

        var page = Open(host, AccessRole.Reader);

        page.WaitForAssertion(() => page.Markup.ShouldContain("Every day at 02:00"));
        page.Markup.ShouldContain("takes the role operator");
        page.HasButton("Pause").ShouldBeFalse();
        page.HasButton("Save the schedule").ShouldBeFalse();
        (await Should.ThrowAsync<HostException>(host.Get<ScheduleService>().RemoveAsync(host.Id, Token))).Problem.ShouldBe(HostProblem.NotAllowed);
    }

    private static IRenderedComponent<ConnectorSchedulePage> Open(ConnectorPageHost host, AccessRole role) => host.Open<ConnectorSchedulePage>(host.As(role), Page);

    private static string Preview(IRenderedComponent<ConnectorSchedulePage> page) => page.Find("[data-test=preview]").TextContent;

    private static Task SaveAsync(IRenderedComponent<ConnectorSchedulePage> page) => page.InvokeAsync(() => page.Find("form.schedule-form").SubmitAsync());

    private static Task ZoneAsync(IRenderedComponent<ConnectorSchedulePage> page, string zone)
    {
        var picker = page.FindComponents<MudBlazor.MudAutocomplete<string>>().Single(field => field.Instance.Label == "Time zone");

        return page.InvokeAsync(() => picker.Instance.ValueChanged.InvokeAsync(zone));
    }
}
