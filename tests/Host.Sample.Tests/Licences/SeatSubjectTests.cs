using Host.Sample.Database;
using Host.Sample.Licences;

namespace Host.Sample.Tests.Licences;

/// <summary>Who exclusions are about: found by name, told by name.</summary>
public sealed class SeatSubjectTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(SeatExclusionKind.Account, "NAME OF", "ada ade")]
    [InlineData(SeatExclusionKind.Account, "ade@", "ade")]
    [InlineData(SeatExclusionKind.Account, "  ada ", "ada")]
    [InlineData(SeatExclusionKind.Account, "%", "")]
    [InlineData(SeatExclusionKind.Group, "garden", "g1")]
    [InlineData(SeatExclusionKind.Group, "g", "g1 g2")]
    [InlineData(SeatExclusionKind.Group, "nobody", "")]
    public async Task They_are_found_by_name_address_and_id(SeatExclusionKind kind, string text, string found)
    {
        await using var seats = await WithGroupsAsync();

        var subjects = await seats.Host.Get<SeatExclusions>().FindAsync("Seats", kind, text, 10, Token);

        string.Join(' ', subjects.Select(subject => subject.Id)).ShouldBe(found);
    }

    [Fact]
    public async Task Nothing_to_look_for_is_told()
    {
        await using var seats = await WithGroupsAsync();
        var exclusions = seats.Host.Get<SeatExclusions>();

        (await Should.ThrowAsync<HostException>(() => exclusions.FindAsync("Seats", SeatExclusionKind.Account, "  ", 10, Token))).Problem.ShouldBe(HostProblem.Usage);
        (await Should.ThrowAsync<HostException>(() => exclusions.FindAsync("Seats", SeatExclusionKind.Account, new('x', 10_000), 10, Token))).Problem.ShouldBe(HostProblem.Usage);
    }

    [Fact]
    public async Task Exclusions_are_listed_with_the_names_of_whom_they_leave_out()
    {
        await using var seats = await WithGroupsAsync();
        var exclusions = seats.Host.Get<SeatExclusions>();
        await exclusions.AddAsync("Seats", SeatExclusionKind.Account, "ada", "On leave", null, Token);
        await exclusions.AddAsync("Seats", SeatExclusionKind.Group, "g1", "Seasonal", null, Token);
        await exclusions.AddAsync("Seats", SeatExclusionKind.Group, "g2", "Seasonal too", null, Token);

        (await exclusions.ListAsync("Seats", Token)).Select(exclusion => exclusion.Name).ShouldBe(["Name of ada", "Gardeners", null]);
    }

    [Fact]
    public async Task An_account_has_its_own_exclusion_and_those_of_its_groups_also_when_they_have_expired()
    {
        await using var seats = await WithGroupsAsync();
        var exclusions = seats.Host.Get<SeatExclusions>();
        await exclusions.AddAsync("Seats", SeatExclusionKind.Account, "ada", "On leave", DateOnly.FromDateTime(seats.Now.UtcDateTime), Token);
        await exclusions.AddAsync("Seats", SeatExclusionKind.Group, "g1", "Seasonal", null, Token);
        await exclusions.AddAsync("Seats", SeatExclusionKind.Group, "g2", "Others", null, Token);
        seats.Host.Clock.Advance(TimeSpan.FromDays(2));

        (await exclusions.OfAsync("Seats", "ada", default, Token)).Select(exclusion => (exclusion.SubjectId, exclusion.IsExpired)).ShouldBe([("ada", true), ("g1", false)]);
        (await exclusions.OfAsync("Seats", "ade", default, Token)).Select(exclusion => exclusion.SubjectId).ShouldBe(["g2"]);
    }

    [Fact]
    public async Task One_account_is_judged_as_the_report_does()
    {
        await using var seats = await WithGroupsAsync();
        var report = await seats.ReclaimAsync();
        var reclaim = seats.Host.Get<ReclaimService>();

        var idle = await reclaim.JudgeAsync("Seats", "old-hand", new(), Token);
        var used = await reclaim.JudgeAsync("Seats", "ada", new(), Token);

        idle.Single().Candidate.ShouldNotBeNull().Reasons.ShouldBe(report.Candidates.Single(candidate => candidate.Position.AccountId == "old-hand").Reasons);
        used.Single().WhyNot.ShouldNotBeNull().Reason.ShouldBe(NotCandidateReason.Active);
        (await reclaim.JudgeAsync("Seats", "nobody", new(), Token)).ShouldBeEmpty();
    }

    private static async Task<SeatsHost> WithGroupsAsync()
    {
        var seats = await SeatsHost.StartAsync(SeatsHost.ByUse, withPlaces: true);
        seats.AddOldHand();
        seats.Connector.Add("ada", isBilled: true, signIns: seats.Ago(1));
        seats.Connector.Add("ade", isBilled: true, signIns: seats.Ago(1));
        seats.Connector.People[0] = seats.Connector.People[0] with { Name = "Oldest" };
        seats.Connector.Groups.Add(new("g1", "Gardeners"));
        seats.Connector.Members.AddRange([("g1", "ada"), ("g2", "ade")]);
        await seats.RunAsync();

        return seats;
    }
}
