using Host.Sample.Database;
using Host.Sample.EndpointServers;
using Host.Sample.Runs;
using Host.Sample.Runs.Proof;
using Host.Sample.Tests.Runs;

namespace Host.Sample.Tests.EndpointServers;

/// <summary>Several processes on one store: they know each other, and each takes what is its own.</summary>
public sealed class ServerProcessTests
{
    private const string Stream = "growers";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Processes_of_one_name_know_each_other()
    {
        await using var first = await TestHost.StartAsync(Token);
        await using var second = first.Another(new OrchardOpener());
        var (mine, other) = (first.Get<ServerProcesses>(), second.Get<ServerProcesses>());

        await mine.BeatAsync(Token);
        (await mine.BesideAsync(Token)).ShouldBeEmpty();
        await other.BeatAsync(Token);
        await other.BeatAsync(Token);

        var listed = await mine.ListAsync(first.Options.EndpointServer, Token);
        listed.Count(process => process.IsThisProcess).ShouldBe(1);
        listed.ShouldAllBe(process => process.IsPresent && process.Machine == Environment.MachineName && process.Number == Environment.ProcessId);
        (await mine.BesideAsync(Token)).ShouldHaveSingleItem().Id.ShouldBe(second.Get<ThisProcess>().Id);
        (await mine.ListAsync("elsewhere", Token)).ShouldBeEmpty();

        await other.LeaveAsync(Token);
        (await mine.BesideAsync(Token)).ShouldBeEmpty();
    }

    /// <summary>By the machine's clock, which tests can turn; where the store has one of its own, silence is measured by that.</summary>
    [Fact]
    [Trait("Store", "Sqlite")]
    public async Task A_process_that_is_silent_is_not_taken_for_one_that_serves_and_is_forgotten_after_a_day()
    {
        await using var first = await TestHost.StartAsync(Token);
        await using var second = first.Another(new OrchardOpener());
        await second.Get<ServerProcesses>().BeatAsync(Token);

        first.Clock.Advance(ServerProcesses.Patience + TimeSpan.FromSeconds(1));
        await first.Get<ServerProcesses>().BeatAsync(Token);

        (await first.Get<ServerProcesses>().BesideAsync(Token)).ShouldBeEmpty();
        (await first.Get<ServerProcesses>().ListAsync(null, Token)).Select(process => process.IsPresent).ShouldBe([true, false]);

        await using var third = first.Another(new OrchardOpener());
        third.Clock.Advance(TimeSpan.FromHours(25));
        await third.Get<ServerProcesses>().BeatAsync(Token);
        (await third.Get<ServerProcesses>().ListAsync(null, Token)).ShouldHaveSingleItem().IsThisProcess.ShouldBeTrue();
    }

    [Fact]
    public async Task A_run_is_left_to_the_process_that_has_the_newer_plugin()
    {
        using TestFolders old = new();
        using TestFolders recent = new();
        old.InstallOrchard("1.0.0");
        recent.InstallOrchard("1.1.0");
        await using var first = await TestHost.StartAsync(new OrchardOpener(), options => options with { PluginsFolder = old.Plugins }, null, Token);
        await using var second = first.Another(new OrchardOpener(), options => options with { PluginsFolder = recent.Plugins });
        await first.AddConnectorAsync("Home", null, Token, [Stream]);
        var run = await first.Runs.QueueAsync("Home", "test", isFull: false, Token);
        await first.Get<ServerProcesses>().BeatAsync(Token);
        await second.Get<ServerProcesses>().BeatAsync(Token);

        (await first.Get<LeftRuns>().WhyNotHereAsync(run.Id, Token)).ShouldNotBeNull().ShouldContain("newer version of the plugin orchard");
        (await first.Get<LeftRuns>().FindAsync(TimeSpan.Zero, Token)).ShouldBeEmpty();
        (await second.Get<LeftRuns>().WhyNotHereAsync(run.Id, Token)).ShouldBeNull();
        (await second.Get<LeftRuns>().FindAsync(TimeSpan.Zero, Token)).ShouldBe([run.Id]);

        // Who is gone keeps nothing from those who are there.
        await second.Get<ServerProcesses>().LeaveAsync(Token);
        (await first.TakeUpAsync(Token)).ShouldHaveSingleItem().State.ShouldBe(RunState.Published);
    }

    [Fact]
    public async Task A_run_is_for_the_endpoint_server_of_its_connector()
    {
        await using var first = await TestHost.StartAsync(Token);
        await using var elsewhere = first.Another(new OrchardOpener(), options => options with { EndpointServer = "Elsewhere" });
        await elsewhere.Get<ServerProcesses>().BeatAsync(Token);

        // The clocks of the test stand still: whoever looks must have asked the store for its time after whoever notes down.
        await first.Get<ServerProcesses>().BeatAsync(Token);
        await first.AddConnectorAsync("Home", null, Token, [Stream]);
        var run = await elsewhere.Runs.QueueAsync("Home", "test", isFull: false, Token);

        // Noted down anywhere, executed where it belongs.
        (await elsewhere.Get<LeftRuns>().WhyNotHereAsync(run.Id, Token)).ShouldNotBeNull().ShouldContain($"'{first.Options.EndpointServer}'");
        (await elsewhere.TakeUpAsync(Token)).ShouldBeEmpty();
        (await first.TakeUpAsync(Token)).ShouldHaveSingleItem().State.ShouldBe(RunState.Published);
    }

    [Fact]
    public async Task The_certificate_names_every_process_that_was_at_work()
    {
        using CancellationTokenSource death = new();
        OrchardOpener dying = new()
        {
            BeforePage = (_, number) =>
            {
                if (number == 3)
                {
                    death.Cancel();
                    death.Token.ThrowIfCancellationRequested();
                }
            },
        };
        await using var first = await TestHost.StartAsync(dying, Token);
        await using var second = first.Another(new OrchardOpener());
        await first.AddConnectorAsync("Home", new Dictionary<string, string> { ["rows"] = "230" }, Token, [Stream]);
        var run = await first.Runs.QueueAsync("Home", "test", isFull: false, Token);
        await Should.ThrowAsync<OperationCanceledException>(() => first.Runs.ExecuteAsync(run.Id, death.Token));

        var ended = (await second.TakeUpAsync(Token)).ShouldHaveSingleItem();

        var executions = RunExecution.Of(ended);
        executions.Select(execution => execution.Process).ShouldBe([first.Get<ThisProcess>().Id, second.Get<ThisProcess>().Id]);
        executions.Select(execution => execution.PagesBefore).ShouldBe([0, 2]);
        SealedCertificate.Parse(ended.CertificateJson!).Content.Run.Executions.ShouldBe(executions);
        (await second.Get<RunVerification>().VerifyAsync(ended.Id, null, Token)).Outcome.ShouldBe(VerificationOutcome.Proven);
    }

    /// <summary>Two machines, one of them a minute ahead: both note down the store's time.</summary>
    [Fact]
    public async Task A_clock_that_is_wrong_is_seen_and_not_gone_by()
    {
        TestDatabases.Require();
        await using var first = await TestHost.StartAsync(
            new OrchardOpener(), options => options with { Database = options.Database ?? TestDatabases.MakeAsync(Token).GetAwaiter().GetResult() }, null, Token);
        first.Clock.SetUtcNow(TimeProvider.System.GetUtcNow() + TimeSpan.FromMinutes(1));

        await first.Get<ServerProcesses>().BeatAsync(Token);

        var told = (await first.Get<ServerProcesses>().ListAsync(null, Token)).ShouldHaveSingleItem();
        told.ClockAheadSeconds.ShouldBe(60, 2);
        (first.Get<TimeProvider>().GetUtcNow() - TimeProvider.System.GetUtcNow()).Duration().ShouldBeLessThan(TimeSpan.FromSeconds(3));
        told.LastSeenAt.ShouldBe(TimeProvider.System.GetUtcNow(), TimeSpan.FromSeconds(30));
        told.IsPresent.ShouldBeTrue();
    }
}
