using Host.Sample.Database;
using Host.Sample.Runs;

namespace Host.Sample.Tests.Runs;

/// <summary>A serving host has as many runs at work as it may; the others wait for their turn.</summary>
public sealed class RunsAtOnceTests
{
    private const int Runs = 5;
    private const int AtOnce = 2;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_others_wait_and_each_gets_its_turn()
    {
        using SemaphoreSlim begun = new(0);
        using SemaphoreSlim go = new(0);
        var (now, most) = (0, 0);
        OrchardOpener opener = new()
        {
            BeforePage = (_, number) =>
            {
                if (number == 1)
                {
                    most = Math.Max(most, Interlocked.Increment(ref now));
                    begun.Release();
                    go.Wait(Token);
                    Interlocked.Decrement(ref now);
                }
            },
        };
        await using var host = await TestHost.StartAsync(opener, options => options with { RunsAtOnce = AtOnce }, null, Token);
        var worker = host.Get<RunWorker>();
        await worker.StartAsync(Token);
        List<Run> runs = [];

        foreach (var number in Enumerable.Range(1, Runs))
        {
            await host.AddConnectorAsync($"Home {number}", new Dictionary<string, string> { ["rows"] = "10" }, Token, ["growers"]);
            runs.Add(await host.Runs.QueueAsync($"Home {number}", "test", isFull: false, Token));
            worker.Execute(runs[^1].Id);
        }

        await begun.WaitAsync(Token);
        await begun.WaitAsync(Token);
        (await StatesAsync(host, runs)).Count(state => state is RunState.Queued).ShouldBe(Runs - AtOnce);

        go.Release(Runs);

        while ((await StatesAsync(host, runs)).Any(state => state is not RunState.Published))
        {
            await Task.Delay(20, Token);
        }

        most.ShouldBe(AtOnce);
        await worker.StopAsync(CancellationToken.None);
    }

    [Fact]
    public async Task What_waits_for_its_turn_when_the_host_stops_is_taken_up_later()
    {
        using SemaphoreSlim begun = new(0);
        using SemaphoreSlim go = new(0);
        OrchardOpener opener = new()
        {
            BeforePage = (_, number) =>
            {
                if (number == 1)
                {
                    begun.Release();
                    go.Wait(Token);
                }
            },
        };
        await using var host = await TestHost.StartAsync(opener, options => options with { RunsAtOnce = 1 }, null, Token);
        var worker = host.Get<RunWorker>();
        await worker.StartAsync(Token);
        await host.AddConnectorAsync("Home", new Dictionary<string, string> { ["rows"] = "10" }, Token, ["growers"]);
        await host.AddConnectorAsync("Away", new Dictionary<string, string> { ["rows"] = "10" }, Token, ["growers"]);
        worker.Execute((await host.Runs.QueueAsync("Home", "test", isFull: false, Token)).Id);
        await begun.WaitAsync(Token);
        var waiting = await host.Runs.QueueAsync("Away", "test", isFull: false, Token);
        worker.Execute(waiting.Id);

        var stopping = worker.StopAsync(CancellationToken.None);
        go.Release();
        await stopping;

        (await host.Runs.GetAsync(waiting.Id, Token)).State.ShouldBe(RunState.Queued);
        await using var restarted = host.Another(new OrchardOpener());
        (await restarted.TakeUpAsync(Token)).Single(run => run.Id == waiting.Id).State.ShouldBe(RunState.Published);
    }

    private static async Task<List<RunState>> StatesAsync(TestHost host, List<Run> runs)
    {
        List<RunState> states = [];

        foreach (var run in runs)
        {
            states.Add((await host.Runs.GetAsync(run.Id, Token)).State);
        }

        return states;
    }
}
