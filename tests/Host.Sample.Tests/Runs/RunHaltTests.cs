using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Host.Sample.Database;
using Host.Sample.Runs;
using Microsoft.Extensions.DependencyInjection;
using Plugin.Abstractions;
using Plugin.Abstractions.Authorization;
using Plugin.Abstractions.Collection;
using Plugin.Abstractions.Settings;
using Plugin.Orchard;

namespace Host.Sample.Tests.Runs;

/// <summary>A host that is asked to stop ends at a page's border, and what it left is taken up there.</summary>
public sealed class RunHaltTests
{
    private const string Stream = "growers";
    private static readonly Dictionary<string, string> Settings = new() { ["rows"] = "230" };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_page_in_flight_is_committed_and_the_next_is_asked_for_after_the_restart()
    {
        ConcurrentQueue<int> asked = new();
        TaskCompletionSource reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
        using ManualResetEventSlim gate = new();
        OrchardOpener opener = new()
        {
            BeforePage = (_, number) =>
            {
                asked.Enqueue(number);

                if (number == 2)
                {
                    reached.TrySetResult();
                    gate.Wait(Token);
                }
            },
        };
        await using var host = await TestHost.StartAsync(opener, Token);
        await host.AddConnectorAsync("Home", Settings, Token, [Stream]);
        var run = await BeginAsync(host);
        await reached.Task.WaitAsync(Token);

        var stopping = host.Get<RunWorker>().StopAsync(CancellationToken.None);
        host.Get<RunHalt>().IsAsked.ShouldBeTrue();
        gate.Set();
        await stopping;

        asked.ShouldBe([1, 2]);
        var left = await host.Runs.GetAsync(run.Id, Token);
        left.State.ShouldBe(RunState.Running);
        var stream = left.Streams.ShouldHaveSingleItem();
        (stream.State, stream.Pages).ShouldBe((StreamState.Running, 2));
        stream.Checkpoint.ShouldNotBeNull();

        await using var restarted = host.Another(new OrchardOpener());
        var ended = (await restarted.TakeUpAsync(Token)).ShouldHaveSingleItem();
        ended.State.ShouldBe(RunState.Published, ended.Message);
        ended.Resumes.ShouldBe(1);
        (ended.Streams[0].Pages, ended.Streams[0].RowCount).ShouldBe((5, 230), "no page is asked for twice");
    }

    [Fact]
    public async Task A_last_page_in_flight_is_merged()
    {
        TaskCompletionSource reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
        using ManualResetEventSlim gate = new();
        OrchardOpener opener = new()
        {
            BeforePage = (_, number) =>
            {
                if (number == 5)
                {
                    reached.TrySetResult();
                    gate.Wait(Token);
                }
            },
        };
        await using var host = await TestHost.StartAsync(opener, Token);
        await host.AddConnectorAsync("Home", Settings, Token, [Stream]);
        var run = await BeginAsync(host);
        await reached.Task.WaitAsync(Token);

        var stopping = host.Get<RunWorker>().StopAsync(CancellationToken.None);
        gate.Set();
        await stopping;

        (await host.Runs.GetAsync(run.Id, Token)).Streams[0].State.ShouldBe(StreamState.Complete);
    }

    [Fact]
    public async Task A_page_that_does_not_come_is_broken_off_in_time_and_nothing_before_it_is_lost()
    {
        HangingConnector hanging = new(wait: null);
        await using var host = await TestHost.StartAsync(new OrchardOpener(hanging), options => options with { StopTimeout = TimeSpan.FromSeconds(1) }, null, Token);
        await host.AddConnectorAsync("Home", Settings, Token, [Stream]);
        var run = await BeginAsync(host);
        await hanging.Reached.WaitAsync(Token);

        await host.Get<RunWorker>().StopAsync(CancellationToken.None);

        await ShouldBeLeftAfterOnePageAsync(host, run.Id);
    }

    /// <summary>The stop may take an hour here: only because the wait is known to be longer does it end.</summary>
    [Fact]
    public async Task A_wait_that_the_service_asks_for_is_not_sat_out()
    {
        HangingConnector hanging = new(wait: TimeSpan.FromHours(2));
        await using var host = await TestHost.StartAsync(new OrchardOpener(hanging), options => options with { StopTimeout = TimeSpan.FromHours(1) }, null, Token);
        await host.AddConnectorAsync("Home", Settings, Token, [Stream]);
        var run = await BeginAsync(host);
        await hanging.Reached.WaitAsync(Token);

        await host.Get<RunWorker>().StopAsync(CancellationToken.None).WaitAsync(Token);

        await ShouldBeLeftAfterOnePageAsync(host, run.Id);
    }

    [Fact]
    public async Task A_run_that_is_handed_over_after_the_wish_waits_for_the_next_start()
    {
        await using var host = await TestHost.StartAsync(Token);
        await host.AddConnectorAsync("Home", Settings, Token);
        var worker = host.Get<RunWorker>();
        await worker.StartAsync(Token);
        host.Get<RunHalt>().Ask();
        var run = await host.Runs.QueueAsync("Home", "test", isFull: false, Token);
        worker.Execute(run.Id);

        await worker.StopAsync(CancellationToken.None);

        (await host.Runs.GetAsync(run.Id, Token)).State.ShouldBe(RunState.Queued);
        await using var restarted = host.Another(new OrchardOpener());
        (await restarted.TakeUpAsync(Token)).ShouldHaveSingleItem().State.ShouldBe(RunState.Published);
    }

    private static async Task<Run> BeginAsync(TestHost host)
    {
        var worker = host.Get<RunWorker>();
        await worker.StartAsync(Token);
        var run = await host.Runs.QueueAsync("Home", "test", isFull: false, Token);
        worker.Execute(run.Id);

        return run;
    }

    private static async Task ShouldBeLeftAfterOnePageAsync(TestHost host, long runId)
    {
        var left = await host.Runs.GetAsync(runId, Token);
        left.State.ShouldBe(RunState.Running);
        (left.Streams[0].State, left.Streams[0].Pages).ShouldBe((StreamState.Running, 1));
        left.Streams[0].Checkpoint.ShouldNotBeNull();
    }

    /// <summary>Gives one page; the second never comes, perhaps because the service asks to wait.</summary>
    private sealed class HangingConnector(TimeSpan? wait) : IConnector
    {
        private readonly IConnector _inner = Orchard();
        private readonly TaskCompletionSource _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Reached => _reached.Task;

        public ConnectorDescription Describe() => _inner.Describe();

        public IReadOnlyList<SettingProblem> Validate(SettingValues settings) => _inner.Validate(settings);

        public Uri BeginAuthorization(AuthorizationRequest request) => _inner.BeginAuthorization(request);

        public Task<AuthorizationGrant> CompleteAuthorizationAsync(ConnectorContext context, AuthorizationCallback callback, CancellationToken cancellationToken) =>
            _inner.CompleteAuthorizationAsync(context, callback, cancellationToken);

        public Task<PreflightReport> PreflightAsync(ConnectorContext context, CancellationToken cancellationToken) => _inner.PreflightAsync(context, cancellationToken);

        public Task<ConnectorIdentity?> IdentifyAsync(ConnectorContext context, CancellationToken cancellationToken) => _inner.IdentifyAsync(context, cancellationToken);

        public IReadOnlyList<CallEstimate> Estimate(SettingValues settings, IReadOnlyList<StreamHistory> history) => _inner.Estimate(settings, history);

        public async IAsyncEnumerable<StreamPage> CollectAsync(ConnectorContext context, StreamRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
        {
            await foreach (var page in _inner.CollectAsync(context, request, cancellationToken))
            {
                yield return page;

                if (wait is { } time)
                {
                    context.Waits.Waiting(request.StreamId, time, "The service asks for it.");
                }

                _reached.TrySetResult();
                await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
            }
        }

        private static IConnector Orchard()
        {
            ServiceCollection services = new();
            new OrchardPlugin().ConfigureServices(services);

            return services.BuildServiceProvider().GetRequiredService<IConnector>();
        }
    }
}
