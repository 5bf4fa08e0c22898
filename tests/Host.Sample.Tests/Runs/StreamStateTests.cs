using Host.Sample.Database;
using Host.Sample.Runs;
using Microsoft.EntityFrameworkCore;
using Plugin.Abstractions;
using Plugin.Abstractions.Collection;
using Plugin.Abstractions.Errors;

namespace Host.Sample.Tests.Runs;

/// <summary>What is remembered from one run to the next, and when it is not.</summary>
public sealed class StreamStateTests
{
    private readonly RoomsConnector _rooms = new() { Asked = ["attic"] };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_first_run_is_full_and_later_ones_go_on_until_the_setting_says_so()
    {
        await using var host = await StartAsync();
        await host.AddConnectorAsync("Home", null, Token);
        await using (var database = await host.DatabaseAsync(Token))
        {
            await database.Connectors.ExecuteUpdateAsync(set => set.SetProperty(connector => connector.FullRunEvery, 2), Token);
        }

        List<bool> full = [];

        for (var run = 0; run < 7; run++)
        {
            full.Add((await host.RunAsync("Home", Token)).IsFull);
            _rooms.Request!.IsFull.ShouldBe(full[^1]);
            (_rooms.Request.HighWaterMark is null).ShouldBe(full[^1]);
        }

        full.ShouldBe([true, false, false, true, false, false, true]);
    }

    [Fact]
    public async Task A_full_run_on_request_has_no_mark_but_may_still_compare()
    {
        await using var host = await StartAsync();
        await host.AddConnectorAsync("Home", null, Token);
        await host.RunAsync("Home", Token);
        var run = await host.Runs.QueueAsync("Home", "test", isFull: true, Token);

        await host.Runs.ExecuteAsync(run.Id, Token);

        _rooms.Request!.ShouldSatisfyAllConditions(
            request => request.IsFull.ShouldBeTrue(),
            request => request.HighWaterMark.ShouldBeNull(),
            request => request.Before.ShouldNotBeNull());
    }

    [Fact]
    public async Task A_connector_that_is_let_in_to_another_tenant_drops_what_it_remembers_and_says_so()
    {
        await using var host = await StartAsync();
        await host.AddConnectorAsync("Home", null, Token);
        _rooms.Identity = new() { TenantId = "T1", ApplicationId = "A1", AccountId = "U1", Calls = 2 };
        await host.RunAsync("Home", Token);
        (await host.RunAsync("Home", Token)).WarningsJson.ShouldBe("[]");
        _rooms.Request!.HighWaterMark.ShouldNotBeNull();
        _rooms.Identity = _rooms.Identity with { TenantId = "T2" };

        var run = await host.RunAsync("Home", Token);

        RunWords.Warnings(run).ShouldHaveSingleItem().ShouldSatisfyAllConditions(
            warning => warning.Code.ShouldBe("identity_changed"),
            warning => warning.Message.ShouldContain("T2"),
            warning => warning.Fix.ShouldNotBeEmpty());
        (run.TenantId, run.ApplicationId, run.PreparationCalls).ShouldBe(("T2", "A1", 2));
        _rooms.Request.ShouldSatisfyAllConditions(request => request.HighWaterMark.ShouldBeNull(), request => request.Before.ShouldBeNull());
        await host.RunAsync("Home", Token);
        _rooms.Request.HighWaterMark.ShouldNotBeNull("the new tenant's own run is gone on from");
    }

    [Fact]
    public async Task Warnings_of_the_plugin_are_kept_with_the_run()
    {
        await using var host = await StartAsync();
        await host.AddConnectorAsync("Home", null, Token);
        _rooms.Identity = new() { TenantId = "T1", AccountId = "U1", Warnings = [new("ends_soon", "The token ends soon.", "Renew it.")] };

        var run = await host.RunAsync("Home", Token);

        RunWords.Warnings(run).ShouldBe([new("ends_soon", "The token ends soon.", "Renew it.")]);
        run.State.ShouldBe(RunState.Published);
    }

    [Fact]
    public async Task A_connector_that_is_not_let_in_does_not_begin_its_streams()
    {
        await using var host = await StartAsync();
        await host.AddConnectorAsync("Home", null, Token);
        _rooms.Refusal = new ConnectorException(FailureReason.AuthorizeAgain, "The token was revoked.", "Authorize again.", "token_revoked");

        var run = await host.RunAsync("Home", Token);

        (run.State, run.Code, run.Message, run.Fix).ShouldBe((RunState.Failed, "token_revoked", "The token was revoked.", "Authorize again."));
        _rooms.Request.ShouldBeNull();
        run.Streams.ShouldAllBe(stream => stream.State == StreamState.Failed);
    }

    [Fact]
    public async Task A_reset_drops_what_is_remembered_and_shows_who_asked()
    {
        await using var host = await StartAsync();
        await host.AddConnectorAsync("Home", null, Token);
        await host.RunAsync("Home", Token);
        var states = host.Get<StreamStates>();
        (await states.ListAsync("Home", Token)).ShouldHaveSingleItem().ShouldBe(new() { StreamId = "members", HighWaterMark = "complete", LastCompleteRunId = 1 });

        await states.ResetAsync("Home", "members", Token);

        (await states.ListAsync("Home", Token)).Single().ShouldSatisfyAllConditions(
            state => (state.HighWaterMark, state.LastCompleteRunId).ShouldBe((null, null)),
            state => state.ResetAt.ShouldBe(host.Clock.GetUtcNow()),
            state => state.ResetWhy!.ShouldContain("command line"));
        await host.RunAsync("Home", Token);
        _rooms.Request!.Before.ShouldBeNull();
        (await host.SqlAsync<long>("SELECT count(*) FROM Runs WHERE State = 'Published'", Token)).ShouldBe(2);
    }

    [Fact]
    public async Task A_reset_is_refused_while_the_connector_is_at_work_and_for_what_is_not_there()
    {
        await using var host = await StartAsync();
        await host.AddConnectorAsync("Home", null, Token);
        var states = host.Get<StreamStates>();
        (await Should.ThrowAsync<HostException>(states.ResetAsync("Home", "members", Token))).Problem.ShouldBe(HostProblem.NotFound);
        await host.RunAsync("Home", Token);
        await host.Runs.QueueAsync("Home", "test", isFull: false, Token);

        (await Should.ThrowAsync<HostException>(states.ResetAsync("Home", null, Token))).Problem.ShouldBe(HostProblem.Conflict);
        (await states.ListAsync("Home", Token)).Single().HighWaterMark.ShouldBe("complete");
    }

    [Fact]
    public async Task The_calls_expected_are_worked_out_from_what_the_last_run_brought()
    {
        await using var host = await StartAsync();
        await host.AddConnectorAsync("Home", null, Token);
        _rooms.Rooms["attic"] = ["ann", "bob"];
        _rooms.Estimates = [new("members", "rooms.members", 120, 60, "120 rooms")];
        await host.RunAsync("Home", Token);
        _rooms.History.ShouldBe([new("members", 0, null, null, HasMark: false)]);

        var run = await host.RunAsync("Home", Token);

        _rooms.History.ShouldBe([new("members", 2, 2, 1, HasMark: true)]);
        var budget = RunBudget.Of(run);
        budget.ShouldSatisfyAllConditions(
            known => known.Calls.ShouldBe(120),
            known => known.Shortest.ShouldBe(TimeSpan.FromMinutes(2)),
            known => known.Slowest.ShouldBe("rooms.members"));
        RunWords.Budget(budget).ShouldContain("120 calls");
    }

    private Task<TestHost> StartAsync() => TestHost.StartAsync(new OrchardOpener(_rooms), Token);
}
