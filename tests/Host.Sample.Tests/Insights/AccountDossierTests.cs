using Host.Sample.Database;
using Host.Sample.Insights;
using Host.Sample.Privacy;
using Host.Sample.Tests.Licences;
using Plugin.Abstractions.Collection;

namespace Host.Sample.Tests.Insights;

public sealed class AccountDossierTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("ada")]
    [InlineData("org/ada?x=1&y=2#z")]
    [InlineData("Ada Löve lace 🌳")]
    [InlineData(@"a|b\c")]
    [InlineData("%_'\"")]
    public async Task An_account_is_found_whatever_its_id_is_made_of(string id)
    {
        await using var seats = await SeatsHost.StartAsync(withPlaces: true);
        seats.Connector.Add(id, isBilled: true, signIns: seats.Ago(1));
        seats.Connector.Add("other", isBilled: true);
        seats.Connector.Groups.Add(new("g", "Gardeners"));
        seats.Connector.Members.AddRange([("g", id), ("g", "other")]);
        await seats.RunAsync();

        var record = await Dossier(seats).GetAsync("Seats", id, default, Token);
        var groups = await Dossier(seats).MembershipsAsync("Seats", id, default, StreamSubject.GroupMembers, 0, 10, Token);

        record.Presence.ShouldBe(AccountPresence.Present);
        record.DisplayName.ShouldBe($"Name of {id}");
        record.Rows.Select(row => row.Schema.Description.Id).ShouldBe(["people", "seats"]);
        (groups.Total, groups.Places.Single().Name).ShouldBe((1, "Gardeners"));
    }

    [Fact]
    public async Task An_id_that_is_part_of_another_finds_only_its_own()
    {
        await using var seats = await SeatsHost.StartAsync(withPlaces: true);
        seats.Connector.Add("a", isBilled: true);
        seats.Connector.Add("aa", isBilled: true);
        seats.Connector.Members.AddRange([("a", "aa"), ("aa", "b")]);
        await seats.RunAsync();

        (await Dossier(seats).MembershipsAsync("Seats", "a", default, StreamSubject.GroupMembers, 0, 10, Token)).Total.ShouldBe(0);
        (await Dossier(seats).MembershipsAsync("Seats", "aa", default, StreamSubject.GroupMembers, 0, 10, Token)).Places.Single().Id.ShouldBe("a");
    }

    [Fact]
    public async Task Thousands_of_groups_come_by_name_a_page_at_a_time_and_those_without_a_name_last()
    {
        const int Many = 5_000;
        await using var seats = await SeatsHost.StartAsync(withPlaces: true);
        seats.Connector.Add("busy", isBilled: true);

        for (var number = 0; number < Many; number++)
        {
            seats.Connector.Members.Add(($"g{number:0000}", "busy"));

            if (number % 2 == 0)
            {
                seats.Connector.Groups.Add(new($"g{number:0000}", $"Group {Many - number:0000}", IsRetired: number == 4_998));
            }
        }

        await seats.RunAsync();
        var first = await Dossier(seats).MembershipsAsync("Seats", "busy", default, StreamSubject.GroupMembers, 0, 25, Token);
        var last = await Dossier(seats).MembershipsAsync("Seats", "busy", default, StreamSubject.GroupMembers, Many - 1, 25, Token);
        var beyond = await Dossier(seats).MembershipsAsync("Seats", "busy", default, StreamSubject.GroupMembers, Many, 25, Token);

        first.Total.ShouldBe(Many);
        first.Places.Count.ShouldBe(25);
        (first.Places[0].Id, first.Places[0].Name, first.Places[0].IsRetired).ShouldBe(("g4998", "Group 0002", true));
        (last.Places.Single().Id, last.Places.Single().Name).ShouldBe(("g4999", null));
        (beyond.Total, beyond.Places.Count).ShouldBe((Many, 0));
    }

    [Fact]
    public async Task What_it_made_or_installed_is_listed_over_all_streams_that_name_who()
    {
        await using var seats = await SeatsHost.StartAsync(withPlaces: true);
        seats.Connector.Add("maker", isBilled: true);
        seats.Connector.Apps.AddRange([new("app", "Watering", "maker"), new("else", "Other", "somebody")]);
        seats.Connector.Rooms.Add(new("room", "Shed", "maker", IsRetired: true));
        seats.Connector.Groups.Add(new("group", null, "maker"));
        await seats.RunAsync();

        var made = await Dossier(seats).ResponsibleAsync("Seats", "maker", default, 0, 10, Token);

        made.Places.Select(place => (place.StreamId, place.Id, place.Name, place.IsRetired)).ShouldBe(
            [("rooms", "room", "Shed", true), ("apps", "app", "Watering", false), ("groups", "group", null, false)]);
        made.Total.ShouldBe(3);
    }

    [Fact]
    public async Task Its_history_tells_run_by_run_what_came_changed_and_went()
    {
        await using var seats = await SeatsHost.StartAsync(withPlaces: true);
        seats.Connector.Add("ada", isBilled: true);
        seats.Connector.Groups.Add(new("g", "Gardeners"));
        var first = await seats.RunAsync();
        seats.Connector.Members.Add(("g", "ada"));
        seats.Connector.Bill("ada", isBilled: false);
        var second = await seats.RunAsync(daysLater: 1);
        seats.Connector.Members.Clear();
        seats.Connector.People[0] = seats.Connector.People[0] with { Type = "guest" };
        var third = await seats.RunAsync(daysLater: 1);

        var story = await Dossier(seats).HistoryAsync("Seats", "ada", default, 0, 50, Token);

        story.Events.Select(entry => (entry.What.RunId, entry.Schema.Description.Id, entry.What.Kind, entry.Place)).ShouldBe(
        [
            (third.Id, "people", RowChangeKind.Changed, null),
            (third.Id, "members", RowChangeKind.Removed, "Gardeners"),
            (second.Id, "seats", RowChangeKind.Changed, null),
            (second.Id, "members", RowChangeKind.Added, "Gardeners"),
            (first.Id, "people", RowChangeKind.Added, null),
            (first.Id, "seats", RowChangeKind.Added, null),
        ]);
        var change = story.Events[0].What.Columns.Single();
        (change.Column, change.Old, change.New).ShouldBe(("type", "member", "guest"));
        (await Dossier(seats).HistoryAsync("Seats", "ada", first.Id, 0, 50, Token)).Total.ShouldBe(2, "as of the first run nothing of the later ones is known");
        (await Dossier(seats).HistoryAsync("Seats", "ada", default, 1, 2, Token)).Events.Select(entry => entry.Schema.Description.Id).ShouldBe(["members", "seats"]);
    }

    [Fact]
    public async Task An_account_that_is_gone_is_told_from_one_that_never_was()
    {
        await using var seats = await SeatsHost.StartAsync();
        seats.Connector.Add("stays", isBilled: true);
        seats.Connector.Add("goes", isBilled: true);
        var before = await seats.RunAsync();
        seats.Connector.People.RemoveAt(1);
        seats.Connector.Seats.RemoveAt(1);
        var after = await seats.RunAsync(daysLater: 1);

        var gone = await Dossier(seats).GetAsync("Seats", "goes", default, Token);
        var then = await Dossier(seats).GetAsync("Seats", "goes", before.Id, Token);
        var unknown = await Dossier(seats).GetAsync("Seats", "never", default, Token);

        (gone.Presence, gone.GoneInRun, gone.DisplayName).ShouldBe((AccountPresence.Gone, after.Id, "Name of goes"));
        gone.Rows.Select(row => row.Schema.Description.Id).ShouldBe(["people", "seats"]);
        (then.Presence, then.GoneInRun).ShouldBe((AccountPresence.Present, null));
        (unknown.Presence, unknown.Rows.Count).ShouldBe((AccountPresence.Unknown, 0));
    }

    [Fact]
    public async Task An_account_that_was_erased_is_told_as_such_and_nothing_is_left_of_it()
    {
        await using var seats = await SeatsHost.StartAsync();
        seats.Connector.Add("stays", isBilled: true);
        seats.Connector.Add("erased", isBilled: true);
        await seats.RunAsync();
        await seats.Host.Get<AccountErasure>().EraseAsync("Seats", "erased", "Request 7", Token);

        var record = await Dossier(seats).GetAsync("Seats", "erased", default, Token);

        (record.Presence, record.Rows.Count, record.DisplayName).ShouldBe((AccountPresence.Erased, 0, null));
        record.ErasedAt.ShouldBe(seats.Now);
        (await Dossier(seats).HistoryAsync("Seats", "erased", default, 0, 10, Token)).Total.ShouldBe(0);
        (await Dossier(seats).GetAsync("Seats", "never", default, Token)).Presence.ShouldBe(AccountPresence.Unknown);
    }

    [Fact]
    public async Task A_connector_without_groups_has_no_memberships()
    {
        await using var seats = await SeatsHost.StartAsync();
        seats.Connector.Add("ada", isBilled: true);
        await seats.RunAsync();

        (await Dossier(seats).MembershipsAsync("Seats", "ada", default, StreamSubject.SpaceMembers, 0, 10, Token)).Total.ShouldBe(0);
        (await Dossier(seats).ResponsibleAsync("Seats", "ada", default, 0, 10, Token)).Total.ShouldBe(0);
    }

    [Fact]
    public async Task Whoever_leaves_does_not_wait_for_the_answer()
    {
        await using var seats = await SeatsHost.StartAsync();
        seats.Connector.Add("ada", isBilled: true);
        await seats.RunAsync();
        using CancellationTokenSource left = new();
        await left.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(() => Dossier(seats).HistoryAsync("Seats", "ada", default, 0, 10, left.Token));
    }

    private static AccountDossier Dossier(SeatsHost seats) => seats.Host.Get<AccountDossier>();
}
