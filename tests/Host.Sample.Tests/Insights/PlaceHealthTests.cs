using System.Globalization;
using Host.Sample.Database;
using Host.Sample.Insights;
using Host.Sample.Tests.Runs;

namespace Host.Sample.Tests.Insights;

/// <summary>Spaces by owner and traffic, groups by size, applications that reach far.</summary>
public sealed class PlaceHealthTests
{
    private const string Connector = "Places";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_owner_is_there_deactivated_not_among_the_accounts_or_not_named()
    {
        PlacesConnector places = new(TimeSpan.FromDays(365));
        await using var host = await StartAsync(places);
        People(places);
        places.Write(
            PlacesConnector.Rooms,
            ["a", "Attic", "false", "3", "ann"], ["b", "Barn", "false", "3", "bob"], ["c", "Cellar", "false", "3", "zoe"], ["d", "Den", null, "3", null], ["e", "Empty text", null, null, ""], ["f", "Retired", "true", "1", "bob"]);
        await RunAsync(host);

        var spaces = (await host.Get<Dashboards>().WholeAsync(Connector, default, Token)).Inventory!.SpaceHealth.ShouldNotBeNull();

        spaces.InUse.ShouldBe(5, "one is retired");
        spaces.Count(OwnerState.InUse).ShouldBe(1);
        spaces.Count(OwnerState.Deactivated).ShouldBe(1);
        spaces.Count(OwnerState.NotAmongAccounts).ShouldBe(1);
        spaces.Count(OwnerState.NotTold).ShouldBe(2);
        spaces.WhyOwnersUnknown.ShouldBeNull();
        var gone = await host.Get<SpaceHealth>().PageAsync(Connector, new() { Owners = [OwnerState.Deactivated], Take = 10 }, Token);
        gone.Spaces.ShouldHaveSingleItem().ShouldBe(new SpaceRow("b", "Barn", 3, "bob", "Bob", OwnerState.Deactivated, TrafficState.NoneKnown, null));
    }

    [Fact]
    public async Task While_the_accounts_are_not_whole_nobody_is_called_gone()
    {
        PlacesConnector places = new();
        await using var host = await StartAsync(places);
        People(places);
        places.Write(PlacesConnector.Rooms, ["a", "Attic", "false", "3", "zoe"]);
        places.Broken.Add(PlacesConnector.People);
        await RunAsync(host);

        var spaces = (await host.Get<Dashboards>().WholeAsync(Connector, default, Token)).Inventory!.SpaceHealth!;

        spaces.Count(OwnerState.NotAmongAccounts).ShouldBe(0);
        spaces.Count(OwnerState.Unknown).ShouldBe(1);
        spaces.WhyOwnersUnknown.ShouldNotBeNull().ShouldContain("not read whole");
    }

    [Fact]
    public async Task Traffic_is_told_by_age_where_the_record_goes_back_far_enough()
    {
        PlacesConnector places = new(TimeSpan.FromDays(365));
        await using var host = await StartAsync(places);
        Quiet(places, host);
        await RunAsync(host);

        var page = await host.Get<SpaceHealth>().PageAsync(Connector, new() { Take = 10 }, Token);

        page.WhyTrafficUnknown.ShouldBeNull();
        page.Spaces.Select(space => (space.Key, space.Traffic)).ShouldBe([("a", TrafficState.Within30Days), ("b", TrafficState.Within90Days), ("c", TrafficState.Older), ("d", TrafficState.NoneKnown)]);
    }

    [Theory]
    [InlineData(60)]
    [InlineData(10)]
    public async Task Where_the_record_is_too_short_a_quiet_space_is_not_known_to_be_quiet(int days)
    {
        PlacesConnector places = new(TimeSpan.FromDays(days));
        await using var host = await StartAsync(places);
        Quiet(places, host);
        await RunAsync(host);

        var page = await host.Get<SpaceHealth>().PageAsync(Connector, new() { Take = 10 }, Token);

        page.Spaces.Select(space => space.Traffic).ShouldBe([TrafficState.Within30Days, days >= 30 ? TrafficState.Within90Days : TrafficState.Unknown, TrafficState.Unknown, TrafficState.Unknown]);
        page.WhyTrafficUnknown.ShouldNotBeNull().ShouldContain("goes back to");
    }

    [Fact]
    public async Task A_stream_that_would_tell_and_is_not_collected_is_named()
    {
        PlacesConnector places = new(TimeSpan.FromDays(365));
        await using var host = await StartAsync(places, [PlacesConnector.People, PlacesConnector.Rooms]);
        Quiet(places, host);
        await RunAsync(host);

        var page = await host.Get<SpaceHealth>().PageAsync(Connector, new() { Take = 10 }, Token);

        page.Spaces.ShouldAllBe(space => space.Traffic == TrafficState.Unknown);
        page.WhyTrafficUnknown.ShouldBe("'The talks' would tell, and is not collected: choose it among the connector's streams.");
    }

    [Fact]
    public async Task Pages_of_spaces_and_as_of_an_earlier_run()
    {
        PlacesConnector places = new(TimeSpan.FromDays(365));
        await using var host = await StartAsync(places);
        Quiet(places, host);
        var first = await RunAsync(host);
        places.Write(PlacesConnector.Rooms, ["a", "Attic", "false", "3", "ann"], ["b", "Barn", "false", "3", "ann"], ["c", "Cellar", "false", "3", "ann"]);
        host.Clock.Advance(TimeSpan.FromDays(1));
        await RunAsync(host);

        (await host.Get<SpaceHealth>().PageAsync(Connector, new() { Take = 2, Skip = 2 }, Token)).Spaces.ShouldHaveSingleItem().Key.ShouldBe("c");
        var before = await host.Get<SpaceHealth>().PageAsync(Connector, new() { AsOf = first, Take = 0 }, Token);
        before.Total.ShouldBe(4);
        before.Spaces.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Groups_are_counted_by_members_as_told_or_as_listed(bool countsMembers)
    {
        PlacesConnector places = new(countsMembers: countsMembers);
        await using var host = await StartAsync(places);
        string?[] Team(string id, string retired, int members) => countsMembers ? [id, id, retired, members.ToString(CultureInfo.InvariantCulture)] : [id, id, retired];
        places.Write(PlacesConnector.Teams, Team("empty", "false", 0), Team("pair", "false", 2), Team("old", "true", 7));
        places.Write(PlacesConnector.TeamMembers, ["1", "pair", "ann"], ["2", "pair", "bob"]);
        await RunAsync(host);

        var groups = (await host.Get<Dashboards>().WholeAsync(Connector, default, Token)).Inventory!.GroupHealth.ShouldNotBeNull();

        (groups.InUse, groups.Retired, groups.Unknown, groups.WhyUnknown).ShouldBe((2, 1, 0, null));
        groups.Sizes.Where(size => size.Count > 0).ShouldBe([new GroupSize(0, 0, 1), new GroupSize(2, 10, 1)]);
    }

    [Fact]
    public async Task A_group_is_not_empty_because_its_members_were_not_read()
    {
        PlacesConnector places = new(countsMembers: false);
        await using var host = await StartAsync(places);
        places.Write(PlacesConnector.Teams, ["pair", "Pair", "false"]);
        places.Broken.Add(PlacesConnector.TeamMembers);
        await RunAsync(host);

        var groups = (await host.Get<Dashboards>().WholeAsync(Connector, default, Token)).Inventory!.GroupHealth!;

        groups.Sizes.ShouldBeEmpty();
        groups.Unknown.ShouldBe(1);
        groups.WhyUnknown.ShouldBe("The team_members were not read whole.");
    }

    [Fact]
    public async Task Applications_reach_far_by_exact_permission_or_by_its_begin_whichever_way_they_are_listed()
    {
        PlacesConnector places = new();
        await using var host = await StartAsync(places);
        People(places);
        places.Write(
            PlacesConnector.Tools,
            ["exact", "Exact", "false", "read:all, other", "ann"], ["begin", "Begin", null, """["admin.users:read","x"]""", "bob"], ["near", "Near", "false", "read:all2,admin", "ann"], ["off", "Off", "true", "read:all", "bob"],
            ["gone", null, "false", "admin.,read:all", "zoe"], ["untold", "Untold", "false", null, "ann"], ["nobody", "Nobody", "false", "read:all", null], ["broken", "Broken", "false", "[read:all", "ann"]);
        await RunAsync(host);

        var risks = await host.Get<AppRiskReader>().ReadAsync(Connector, default, Token);

        risks.Looked.ShouldBe(7);
        risks.NotTold.ShouldBe(1);
        risks.Apps.Select(app => (app.AppId, app.Owner, app.OwnerName)).ShouldBe(
            [("begin", OwnerState.Deactivated, "Bob"), ("gone", OwnerState.NotAmongAccounts, null), ("nobody", OwnerState.NotTold, null), ("exact", OwnerState.InUse, "Ann")]);
        risks.Apps[0].Scopes.ShouldHaveSingleItem().ShouldBe(new("admin.users:read", "administer"));
        risks.ByOwner[OwnerState.Deactivated].ShouldBe(1);
    }

    [Fact]
    public async Task Without_a_word_of_the_plugin_no_application_is_called_dangerous()
    {
        PlacesConnector places = new() { Broad = [] };
        await using var host = await StartAsync(places);
        places.Write(PlacesConnector.Tools, ["exact", "Exact", "false", "read:all", "ann"]);
        await RunAsync(host);

        var risks = await host.Get<AppRiskReader>().ReadAsync(Connector, default, Token);

        risks.WhyUnknown.ShouldNotBeNull();
        risks.Apps.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_connector_with_fewer_meanings_is_told_what_is_missing()
    {
        await using var host = await TestHost.StartAsync(Token);
        await host.AddConnectorAsync("Home", new Dictionary<string, string> { ["rows"] = "40" }, Token);
        (await host.RunAsync("Home", Token)).State.ShouldBe(RunState.Published);

        var look = await host.Get<Dashboards>().WholeAsync("Home", default, Token);

        look.Apps.WhyUnknown.ShouldBe("No stream of this connector tells which permissions applications have.");
        look.Inventory!.SpaceHealth.ShouldNotBeNull().WhyOwnersUnknown.ShouldBe("Trees do not tell who answers for them.");
        look.Inventory.GroupHealth.ShouldBeNull();
        look.Licences.ShouldNotBeNull().Accounts.ShouldBe(look.Inventory.Accounts!.Total);
    }

    private static void People(PlacesConnector places) => places.Write(PlacesConnector.People, ["ann", "Ann", "active"], ["bob", "Bob", "deactivated"]);

    private static void Quiet(PlacesConnector places, TestHost host)
    {
        People(places);
        places.Write(PlacesConnector.Rooms, ["a", "Attic", "false", "3", "ann"], ["b", "Barn", "false", "3", "ann"], ["c", "Cellar", "false", "3", "ann"], ["d", "Den", "false", "3", "ann"]);
        places.Write(PlacesConnector.Talks, Talk("1", "a", 1), Talk("2", "a", 300), Talk("3", "b", 40), Talk("4", "c", 200));

        string?[] Talk(string id, string room, int daysAgo) => [id, room, host.Clock.GetUtcNow().AddDays(-daysAgo).ToString("O", CultureInfo.InvariantCulture)];
    }

    private static async Task<TestHost> StartAsync(PlacesConnector places, IReadOnlyList<string>? streams = null)
    {
        var host = await TestHost.StartAsync(new OrchardOpener(places), Token);
        await host.AddConnectorAsync(Connector, null, Token, streams);

        return host;
    }

    private static async Task<long> RunAsync(TestHost host)
    {
        var run = await host.RunAsync(Connector, Token);
        run.State.ShouldBe(RunState.Published);

        return run.Id;
    }
}
