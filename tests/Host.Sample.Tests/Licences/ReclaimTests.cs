using CsCheck;
using Host.Sample.Database;
using Host.Sample.Licences;

namespace Host.Sample.Tests.Licences;

public sealed class ReclaimTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_seat_that_is_not_charged_for_saves_nothing_today()
    {
        await using var seats = await SeatsHost.StartAsync(SeatsHost.ByUse);
        seats.AddOldHand();
        await seats.RunAsync();
        await seats.TermsAsync(new() { Price = 8.75m, Currency = "USD", Renewal = new(2026, 4, 1) });

        var report = await seats.ReclaimAsync();

        var candidate = report.Candidates.Single();
        candidate.Class.ShouldBe(ReclaimClass.NothingToday);
        candidate.Amount.ShouldBe(0);
        candidate.Confidence.ShouldBe(Confidence.High);
        candidate.Reasons.ShouldContain(reason => reason.Contains("saves nothing today"));
        Total(report, ReclaimClass.NothingToday).ShouldBe((1, 0m));
        report.IdleDays.ShouldBe(28, "as the service counts itself");
    }

    [Fact]
    public async Task A_charged_seat_is_credited_for_the_rest_of_the_period_where_the_rules_say_so()
    {
        await using var seats = await SeatsHost.StartAsync(SeatsHost.ByUse);
        seats.AddOldHand();
        seats.Connector.Add("idle", isBilled: true, signIns: seats.Ago(20));
        await seats.RunAsync();
        await seats.TermsAsync(new() { Price = 31m, Currency = "EUR", Renewal = new(2026, 12, 11) });

        // From the run on 1 March to the end of the month that is paid for, 11 March, ten of 28 days are left; the service would stop by itself on the 10th.
        var report = await seats.ReclaimAsync(idleDays: 14);

        var candidate = report.Candidates.Single(row => row.Position.AccountId == "idle");
        candidate.Class.ShouldBe(ReclaimClass.Credit);
        candidate.Amount.ShouldBe(11.07m);
        candidate.StopsByItself.ShouldBe(new DateOnly(2026, 3, 10));
        candidate.AmountOverWaiting.ShouldBe(9.96m);
        candidate.From.ShouldBe(new DateOnly(2026, 3, 1));
        Total(report, ReclaimClass.Credit).ShouldBe((1, 11.07m));
        (await seats.ReclaimAsync(idleDays: 28)).Candidates.ShouldNotContain(row => row.Position.AccountId == "idle");
    }

    [Fact]
    public async Task Under_a_contract_it_is_saved_from_the_renewal_on()
    {
        await using var seats = await SeatsHost.StartAsync(SeatsHost.ByUse);
        seats.AddOldHand();
        seats.Connector.Add("idle", isBilled: true, signIns: seats.Ago(31));
        seats.Connector.Add("never", isBilled: true);
        await seats.RunAsync();
        await seats.TermsAsync(new() { Price = 105.5m, Currency = "GBP", Period = BillingPeriod.Year, Renewal = new(2026, 9, 1), IsContract = true });

        var report = await seats.ReclaimAsync(idleDays: 30);

        Total(report, ReclaimClass.FromRenewal).ShouldBe((2, 211m));
        var idle = report.Candidates.Single(row => row.Position.AccountId == "idle");
        idle.From.ShouldBe(new DateOnly(2026, 9, 1));
        idle.Confidence.ShouldBe(Confidence.Medium);
        report.Candidates.Single(row => row.Position.AccountId == "never").Confidence.ShouldBe(Confidence.High);
        report.Remarks.ShouldContain(remark => remark.Contains("A contract holds"));
    }

    [Fact]
    public async Task A_charge_by_use_that_no_source_explains_lowers_the_confidence()
    {
        await using var seats = await SeatsHost.StartAsync(SeatsHost.ByUse);
        seats.AddOldHand();
        seats.Connector.Add("riddle", isBilled: true, signIns: seats.Ago(60));
        await seats.RunAsync();

        var candidate = (await seats.ReclaimAsync(idleDays: 14)).Candidates.Single(row => row.Position.AccountId == "riddle");

        candidate.Confidence.ShouldBe(Confidence.Low);
        candidate.Class.ShouldBe(ReclaimClass.Credit);
    }

    [Fact]
    public async Task Who_is_no_candidate_is_counted_by_reason()
    {
        await using var seats = await SeatsHost.StartAsync(SeatsHost.ByUse);
        seats.AddOldHand();
        seats.Connector.Add("robot", isBilled: false, type: "robot");
        seats.Connector.Add("boss", isBilled: false, type: "primary_owner");
        seats.Connector.Add("busy", isBilled: true, signIns: seats.Ago(1));
        seats.Connector.Add("gone", isBilled: null, status: "deactivated");
        seats.Connector.Add("asked", isBilled: null, status: "invited");
        seats.Connector.Add("unclear", isBilled: null);
        await seats.RunAsync();
        seats.Connector.Add("fresh", isBilled: false);
        await seats.RunAsync(daysLater: 1);

        var report = await seats.ReclaimAsync();

        report.Candidates.Single().Position.AccountId.ShouldBe("old-hand");
        report.NotCandidates.Select(entry => (entry.Reason, entry.Count)).ShouldBe(
            [
                (NotCandidateReason.Deactivated, 1), (NotCandidateReason.FreeOfCharge, 1), (NotCandidateReason.Administrative, 1),
                (NotCandidateReason.Invited, 1), (NotCandidateReason.Active, 1), (NotCandidateReason.JoinedLately, 1),
            ],
            ignoreOrder: true);
        report.NotCandidates.Single(entry => entry.Reason is NotCandidateReason.FreeOfCharge).Words.ShouldBe("robot: Robots are free.");
        report.Unknown.Single().ShouldBe(new NotCandidates(NotCandidateReason.BillingUnknown, "The seats do not say whether it is charged for.", 1));
        report.Accounts.ShouldBe(8);
    }

    [Fact]
    public async Task Of_whom_nothing_is_known_no_candidate_is_made_and_what_to_do_is_said()
    {
        await using var seats = await SeatsHost.StartAsync(SeatsHost.ByUse);
        seats.AddOldHand();
        seats.Connector.Add("never", isBilled: false);
        seats.Connector.Ends["sign_ins"] = SeatsHost.Closed;
        await seats.RunAsync();

        var report = await seats.ReclaimAsync();

        report.Candidates.ShouldBeEmpty();
        report.Verdict.ShouldBe(RunVerdict.Partial);
        var unknown = report.Unknown.Single();
        unknown.Count.ShouldBe(2);
        unknown.Words.ShouldContain("Grant log:read.");
    }

    [Fact]
    public async Task Without_a_price_seats_are_counted_and_money_is_not()
    {
        await using var seats = await SeatsHost.StartAsync();
        seats.AddOldHand();
        seats.Connector.Add("never", isBilled: true);
        await seats.RunAsync();

        var report = await seats.ReclaimAsync();

        report.Totals.ShouldAllBe(total => total.Amount == null && total.Currency == null);
        Total(report, ReclaimClass.FromRenewal).Seats.ShouldBe(1);
        report.Remarks.ShouldContain(remark => remark.Contains("No price is known"));
        report.Remarks.ShouldContain(remark => remark.Contains("No renewal date is known"));
        report.Remarks.ShouldContain(remark => remark.Contains("How the service charges is not known"));
    }

    [Fact]
    public async Task A_renewal_that_has_passed_since_is_told_and_nothing_is_worked_out_from_it()
    {
        await using var seats = await SeatsHost.StartAsync(SeatsHost.ByUse);
        seats.AddOldHand();
        await seats.TermsAsync(new() { Price = 5, Currency = "EUR", Renewal = new(2026, 3, 5) });
        seats.Connector.Add("idle", isBilled: true, signIns: seats.Ago(10));
        await seats.RunAsync(daysLater: 10);

        var report = await seats.ReclaimAsync(idleDays: 14);

        Total(report, ReclaimClass.Credit).ShouldBe((1, null));
        report.Remarks.ShouldContain(remark => remark.Contains("2026-03-05 has passed"));
    }

    [Fact]
    public async Task Two_connectors_have_terms_and_currencies_of_their_own()
    {
        await using var seats = await SeatsHost.StartAsync();
        await seats.Host.AddConnectorAsync("Other", null, Token);
        seats.AddOldHand();
        seats.Connector.Add("never", isBilled: true);
        await seats.RunAsync();
        await seats.Host.RunAsync("Other", Token);
        await seats.TermsAsync(new() { Price = 10.555m, Currency = "eur" });
        await seats.Host.Get<SeatTermsService>().SetAsync("Other", new() { Price = 1500.5m, Currency = "JPY" }, Token);

        var other = await seats.Host.Get<ReclaimService>().ReportAsync("Other", new(), Token);

        var mine = (await seats.ReclaimAsync()).Totals.Single(total => total.Class is ReclaimClass.FromRenewal);
        (mine.Amount, mine.Currency).ShouldBe((10.56m, "EUR"));
        var others = other.Totals.Single(total => total.Class is ReclaimClass.FromRenewal);
        (others.Amount, others.Currency).ShouldBe((1501m, "JPY"));
    }

    [Fact]
    public async Task Exclusions_leave_out_accounts_and_members_of_groups_until_they_expire()
    {
        await using var seats = await SeatsHost.StartAsync();
        seats.AddOldHand();
        seats.Connector.Add("a", isBilled: true);
        seats.Connector.Add("b", isBilled: true);
        seats.Connector.Members.AddRange([("board", "b"), ("board", "old-hand")]);
        await seats.RunAsync();
        var exclusions = seats.Host.Get<SeatExclusions>();
        await exclusions.AddAsync("Seats", SeatExclusionKind.Account, "a", "On leave", new(2026, 3, 31), Token);
        var board = await exclusions.AddAsync("Seats", SeatExclusionKind.Group, "board", "The board keeps its seats", null, Token);

        var none = await seats.ReclaimAsync();
        none.Candidates.ShouldBeEmpty();
        none.Remarks.ShouldContain("There is no candidate: all 3 accounts are excluded or deactivated.");
        none.NotCandidates.ShouldContain(new NotCandidates(NotCandidateReason.Excluded, "Excluded: The board keeps its seats", 2));

        seats.Host.Clock.Advance(TimeSpan.FromDays(30.5));
        (await seats.ReclaimAsync()).Candidates.ShouldBeEmpty("the last day counts");
        seats.Host.Clock.Advance(TimeSpan.FromDays(1));
        (await seats.ReclaimAsync()).Candidates.Select(row => row.Position.AccountId).ShouldBe(["a"]);
        (await exclusions.ListAsync("Seats", Token)).Select(exclusion => exclusion.IsExpired).ShouldBe([true, false]);

        await exclusions.RemoveAsync("Seats", board.Id, Token);
        (await seats.ReclaimAsync()).Candidates.Count.ShouldBe(3);
    }

    [Fact]
    public async Task An_exclusion_that_would_leave_nobody_out_is_refused()
    {
        await using var seats = await SeatsHost.StartAsync();
        seats.AddOldHand();
        await seats.RunAsync();
        var exclusions = seats.Host.Get<SeatExclusions>();

        await RefusedAsync(HostProblem.NotFound, SeatExclusionKind.Account, "old_hand", "slip", null);
        await RefusedAsync(HostProblem.NotFound, SeatExclusionKind.Group, "board", "slip", null);
        await RefusedAsync(HostProblem.Invalid, SeatExclusionKind.Account, "old-hand", " ", null);
        await RefusedAsync(HostProblem.Invalid, SeatExclusionKind.Account, "old-hand", "late", new(2026, 2, 28));
        await exclusions.AddAsync("Seats", SeatExclusionKind.Account, "old-hand", "first", new(2026, 3, 1), Token);
        await RefusedAsync(HostProblem.Conflict, SeatExclusionKind.Account, "old-hand", "second", null);
        seats.Host.Clock.Advance(TimeSpan.FromDays(2));
        await exclusions.AddAsync("Seats", SeatExclusionKind.Account, "old-hand", "in the place of the expired one", null, Token);
        (await exclusions.ListAsync("Seats", Token)).Single().Reason.ShouldBe("in the place of the expired one");
        (await Should.ThrowAsync<HostException>(() => exclusions.RemoveAsync("Seats", 99, Token))).Problem.ShouldBe(HostProblem.NotFound);

        async Task RefusedAsync(HostProblem problem, SeatExclusionKind kind, string subject, string reason, DateOnly? until) =>
            (await Should.ThrowAsync<HostException>(() => exclusions.AddAsync("Seats", kind, subject, reason, until, Token))).Problem.ShouldBe(problem);
    }

    [Fact]
    public async Task The_more_idle_days_the_fewer_candidates()
    {
        var person = Gen.Select(Gen.Bool, Gen.Int[0, 2].Select(index => index == 0 ? "member" : index == 1 ? "robot" : "owner"), Gen.Double[0, 200].Array[0, 2]);

        await Gen.Select(person.Array[1, 20], Gen.Int[1, 150].Array[2, 6], Gen.Bool).SampleAsync(
            async (people, days, isContract) =>
            {
                await using var seats = await SeatsHost.StartAsync(SeatsHost.ByUse);
                seats.AddOldHand();

                foreach (var (isBilled, type, signs) in people)
                {
                    seats.Connector.Add($"p{seats.Connector.People.Count}", isBilled, type, signIns: [.. signs.Select(ago => seats.Ago(ago))]);
                }

                await seats.RunAsync();
                await seats.TermsAsync(new() { IsContract = isContract });
                HashSet<string>? before = null;

                foreach (var idleDays in days.Order())
                {
                    var now = (await seats.ReclaimAsync(idleDays)).Candidates.Select(row => row.Position.AccountId).ToHashSet(StringComparer.Ordinal);

                    if (before is not null && !now.IsSubsetOf(before))
                    {
                        return false;
                    }

                    before = now;
                }

                return true;
            },
            iter: 15,
            threads: 1);
    }

    [Fact]
    public async Task The_classes_and_the_others_add_up_to_all_accounts()
    {
        await using var seats = await SeatsHost.StartAsync(SeatsHost.ByUse);
        seats.AddOldHand();

        for (var number = 0; number < 60; number++)
        {
            seats.Connector.Add($"p{number}", number % 3 == 0 ? null : number % 3 == 1, number % 7 == 0 ? "robot" : "member", signIns: seats.Ago(number));
        }

        await seats.RunAsync();
        var report = await seats.ReclaimAsync(idleDays: 14);

        (report.Totals.Sum(total => total.Seats) + report.NotCandidates.Sum(entry => entry.Count) + report.Unknown.Sum(entry => entry.Count)).ShouldBe(report.Accounts);
        report.ByConfidence.Values.Sum().ShouldBe(report.Candidates.Count);
        var credits = await seats.Host.Get<ReclaimService>().ReportAsync("Seats", new() { IdleDays = 14, Classes = [ReclaimClass.Credit], Take = 1 }, Token);
        credits.Total.ShouldBe(Total(report, ReclaimClass.Credit).Seats);
        credits.Candidates.Count.ShouldBe(1);
    }

    private static (long Seats, decimal? Amount) Total(ReclaimReport report, ReclaimClass kind) => report.Totals.Where(total => total.Class == kind).Select(total => (total.Seats, total.Amount)).Single();
}
