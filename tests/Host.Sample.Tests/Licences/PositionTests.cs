using CsCheck;
using Host.Sample.Licences;
using Plugin.Abstractions.Collection;

namespace Host.Sample.Tests.Licences;

public sealed class PositionTests
{
    [Fact]
    public async Task Each_status_is_told_with_the_sign_that_it_comes_from()
    {
        await using var seats = await SeatsHost.StartAsync();
        seats.AddOldHand();
        seats.Connector.Add("new", isBilled: true, signIns: [seats.Ago(40), seats.Ago(3)]);
        seats.Connector.Add("idle", isBilled: true, signIns: seats.Ago(45));
        seats.Connector.Add("never", isBilled: true);
        seats.Connector.Add("gone", isBilled: null, status: "deactivated", signIns: seats.Ago(1));
        seats.Connector.Add("asked", isBilled: null, status: "invited");
        await seats.RunAsync();

        var active = await seats.OfAsync("new");
        active.Status.ShouldBe(LicenceStatus.Active);
        active.LastSeen.ShouldNotBeNull().From.ShouldBe(seats.Ago(3));
        active.LastSeen.StreamId.ShouldBe("sign_ins");
        active.LastSeen.Says.ShouldBe("What at says.");
        active.LastSeen.CoversFrom.ShouldBe(seats.Ago(400));
        active.LastSeen.CoversTo.ShouldBe(seats.Now);
        active.AccountTypeFrom.ShouldBe("type");
        active.Billed.ShouldBe(BilledNow.Yes);
        active.BilledSource.ShouldContain("The seats, run 1");
        (await seats.OfAsync("idle")).Status.ShouldBe(LicenceStatus.Idle);
        (await seats.OfAsync("never")).Status.ShouldBe(LicenceStatus.NeverSeen);
        (await seats.OfAsync("gone")).Status.ShouldBe(LicenceStatus.Deactivated);
        (await seats.OfAsync("asked")).Status.ShouldBe(LicenceStatus.Invited);
        (await seats.OfAsync("gone")).Billed.ShouldBe(BilledNow.Unknown);
    }

    [Fact]
    public async Task Counts_are_of_all_and_rows_of_those_asked_for()
    {
        await using var seats = await SeatsHost.StartAsync();
        seats.AddOldHand();
        seats.Connector.Add("a", isBilled: true, signIns: seats.Ago(3));
        seats.Connector.Add("b", isBilled: true);
        seats.Connector.Add("c", isBilled: true);
        await seats.RunAsync();

        var page = await seats.PositionsAsync(new() { Statuses = [LicenceStatus.NeverSeen], Skip = 1, Take = 1 });

        page.Counts[LicenceStatus.NeverSeen].ShouldBe(2);
        page.Counts[LicenceStatus.Active].ShouldBe(1);
        page.Counts[LicenceStatus.Idle].ShouldBe(1);
        page.Total.ShouldBe(2);
        page.Positions.Single().AccountId.ShouldBe("c");
        (await seats.PositionsAsync(new() { Search = "NAME OF B" })).Positions.Single().AccountId.ShouldBe("b");
    }

    [Fact]
    public async Task A_record_that_does_not_go_back_far_enough_proves_nothing()
    {
        await using var seats = await SeatsHost.StartAsync();
        seats.Connector.Add("seen", isBilled: true, signIns: seats.Ago(20));
        seats.Connector.Add("unseen", isBilled: true);
        await seats.RunAsync();

        var unseen = await seats.OfAsync("unseen", idleDays: 30);
        unseen.Status.ShouldBe(LicenceStatus.NoEvidence);
        unseen.Why.ShouldContain("The sign_ins goes back to 2026-02-09 only");
        (await seats.OfAsync("unseen", idleDays: 20)).Status.ShouldBe(LicenceStatus.NeverSeen);
        (await seats.OfAsync("seen", idleDays: 30)).Status.ShouldBe(LicenceStatus.Active);
    }

    [Fact]
    public async Task A_log_that_broke_off_or_was_closed_says_so_and_nobody_is_called_idle()
    {
        await using var seats = await SeatsHost.StartAsync();
        seats.AddOldHand();
        seats.Connector.Add("never", isBilled: true);
        seats.Connector.Ends["sign_ins"] = SeatsHost.Broken;
        await seats.RunAsync();

        var broken = await seats.OfAsync("never");
        broken.Status.ShouldBe(LicenceStatus.NoEvidence);
        broken.Why.ShouldContain("Fog came up. Run again.");
        (await seats.OfAsync("old-hand")).Status.ShouldBe(LicenceStatus.NoEvidence);

        seats.Connector.Ends["sign_ins"] = SeatsHost.Closed;
        await seats.RunAsync(daysLater: 1);
        var closed = await seats.OfAsync("never");
        closed.Status.ShouldBe(LicenceStatus.NoEvidence);
        closed.Why.ShouldContain("Grant log:read.");
    }

    [Fact]
    public async Task What_was_complete_before_and_is_not_now_covers_only_until_then()
    {
        await using var seats = await SeatsHost.StartAsync();
        seats.AddOldHand();
        seats.Connector.Add("never", isBilled: true);
        await seats.RunAsync();
        seats.Connector.Ends["sign_ins"] = SeatsHost.Closed;
        var second = await seats.RunAsync(daysLater: 10);

        (await seats.OfAsync("never")).Status.ShouldBe(LicenceStatus.NoEvidence);
        (await seats.OfAsync("never")).Why.ShouldContain("is known until 2026-03-01 only");
        (await seats.OfAsync("never", asOf: second.Id - 1)).Status.ShouldBe(LicenceStatus.NeverSeen);
    }

    [Fact]
    public async Task What_the_service_has_forgotten_since_still_counts()
    {
        await using var seats = await SeatsHost.StartAsync(SeatsHost.ByUse);
        seats.AddOldHand();
        seats.Connector.Add("reader", isBilled: true, signIns: seats.Ago(5));
        seats.Connector.Add("charged", isBilled: true);
        await seats.RunAsync();
        var (seen, first) = (seats.Ago(5), seats.Now);
        seats.Connector.SignIns.Clear();
        seats.Connector.Bill("reader", isBilled: false);
        seats.Connector.Bill("charged", isBilled: false);
        await seats.RunAsync(daysLater: 40);

        var reader = await seats.OfAsync("reader");
        reader.Status.ShouldBe(LicenceStatus.Idle);
        reader.LastSeen.ShouldNotBeNull().From.ShouldBe(seen);
        var charged = await seats.OfAsync("charged");
        charged.Billed.ShouldBe(BilledNow.No);
        charged.LastSeen.ShouldNotBeNull().Precision.ShouldBe(SignalPrecision.Window);
        charged.LastSeen.From.ShouldBe(first.AddDays(-28));
        charged.LastSeen.To.ShouldBe(first);
        charged.Status.ShouldBe(LicenceStatus.Idle);
    }

    [Fact]
    public async Task A_charge_by_use_proves_use_and_one_by_contract_does_not()
    {
        await using var seats = await SeatsHost.StartAsync(SeatsHost.ByUse);
        seats.AddOldHand();
        seats.Connector.Add("charged", isBilled: true);
        await seats.RunAsync();

        (await seats.OfAsync("charged")).Status.ShouldBe(LicenceStatus.Active);
        await seats.TermsAsync(new() { IsContract = true });
        (await seats.OfAsync("charged")).Status.ShouldBe(LicenceStatus.NeverSeen);
    }

    [Fact]
    public async Task Of_a_seat_that_stayed_charged_the_last_run_that_said_so_counts()
    {
        await using var seats = await SeatsHost.StartAsync(SeatsHost.ByUse);
        seats.AddOldHand();
        seats.Connector.Add("charged", isBilled: true);
        await seats.RunAsync();
        await seats.RunAsync(daysLater: 50);
        var said = seats.Now;
        seats.Connector.Ends["seats"] = SeatsHost.Closed;
        await seats.RunAsync(daysLater: 5);

        var charged = await seats.OfAsync("charged");
        charged.LastSeen.ShouldNotBeNull().To.ShouldBe(said);
        charged.Billed.ShouldBe(BilledNow.Unknown);
        charged.BilledSource.ShouldContain("not complete in run 3");
    }

    [Fact]
    public async Task A_moment_that_is_exact_to_the_day_counts_as_the_end_of_the_day()
    {
        await using var seats = await SeatsHost.StartAsync(withDays: true);
        seats.AddOldHand();
        seats.Connector.Add("walker", isBilled: true);
        seats.Connector.Days.Add(("walker", new(2026, 1, 30, 0, 0, 0, TimeSpan.Zero)));
        await seats.RunAsync();

        // The run begins on 1 March at eight: thirty days before it is 30 January at eight.
        var walker = await seats.OfAsync("walker", idleDays: 30);
        walker.Status.ShouldBe(LicenceStatus.Active);
        walker.LastSeen.ShouldNotBeNull().Precision.ShouldBe(SignalPrecision.Day);
        (await seats.OfAsync("walker", idleDays: 29)).Status.ShouldBe(LicenceStatus.Idle);
    }

    [Fact]
    public async Task A_gap_between_runs_that_the_service_does_not_bridge_is_a_gap()
    {
        await using var seats = await SeatsHost.StartAsync(looksBack: TimeSpan.FromDays(20));
        seats.Connector.Add("never", isBilled: true);
        await seats.RunAsync();
        await seats.RunAsync(daysLater: 15);
        (await seats.OfAsync("never", idleDays: 35)).Status.ShouldBe(LicenceStatus.NeverSeen);
        (await seats.OfAsync("never", idleDays: 36)).Status.ShouldBe(LicenceStatus.NoEvidence);

        await seats.RunAsync(daysLater: 25);
        (await seats.OfAsync("never", idleDays: 21)).Status.ShouldBe(LicenceStatus.NoEvidence);
        (await seats.OfAsync("never", idleDays: 20)).Status.ShouldBe(LicenceStatus.NeverSeen);
    }

    [Fact]
    public async Task Unknown_is_never_told_as_idle()
    {
        var signs = Gen.Double[0, 120].Array[0, 3].Array[1, 12];

        await Gen.Select(signs, Gen.Int[1, 90], Gen.Int[0, 2], Gen.Int[0, 2]).SampleAsync(
            async (people, idleDays, end, endBefore) =>
            {
                await using var seats = await SeatsHost.StartAsync();
                StreamEnd?[] ends = [null, SeatsHost.Broken, SeatsHost.Closed];

                for (var person = 0; person < people.Length; person++)
                {
                    seats.Connector.Add($"p{person}", isBilled: true, signIns: [.. people[person].Select(days => seats.Ago(days))]);
                }

                await RunAsync(endBefore, 0);
                await RunAsync(end, 3);

                var page = await seats.PositionsAsync(new() { IdleDays = idleDays });

                // A run that broke off brought its rows at their age of that day; it vouches for nothing after it, so that they prove no longer reach three days later.
                var oldest = people.SelectMany(days => days).DefaultIfEmpty(-1).Max() + (endBefore == 1 ? 0 : 3);
                var isCovered = end == 0 && oldest >= idleDays;

                return page.Positions.All(position => position.Status switch
                {
                    LicenceStatus.Idle or LicenceStatus.NeverSeen => isCovered && Latest(position) < seats.Ago(idleDays),
                    LicenceStatus.Active => Latest(position) >= seats.Ago(idleDays),
                    LicenceStatus.NoEvidence => !isCovered && !(Latest(position) >= seats.Ago(idleDays)),
                    _ => false,
                });

                DateTimeOffset? Latest(AccountPosition position) => (end == 2 && endBefore == 2)
                    ? null
                    : seats.Connector.SignIns.Where(sign => sign.Account == position.AccountId).Select(sign => (DateTimeOffset?)sign.At).Max() ?? DateTimeOffset.MinValue;

                async Task RunAsync(int how, double daysLater)
                {
                    seats.Connector.Ends.Clear();

                    if (ends[how] is { } broken)
                    {
                        seats.Connector.Ends["sign_ins"] = broken;
                    }

                    await seats.RunAsync(daysLater);
                }
            },
            iter: 25,
            threads: 1);
    }

    [Fact]
    public async Task Who_asks_for_nobody_or_nonsense_is_told()
    {
        await using var seats = await SeatsHost.StartAsync();
        seats.AddOldHand();
        await seats.RunAsync();

        (await Should.ThrowAsync<HostException>(() => seats.PositionsAsync(new() { AccountId = "nobody" }))).Problem.ShouldBe(HostProblem.NotFound);
        (await Should.ThrowAsync<HostException>(() => seats.PositionsAsync(new() { IdleDays = 0 }))).Problem.ShouldBe(HostProblem.Usage);
        (await Should.ThrowAsync<HostException>(() => seats.PositionsAsync(new() { AsOf = 99 }))).Problem.ShouldBe(HostProblem.NotFound);
    }
}
