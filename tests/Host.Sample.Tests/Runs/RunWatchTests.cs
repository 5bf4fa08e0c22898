using Host.Sample.Database;
using Host.Sample.Runs;

namespace Host.Sample.Tests.Runs;

public sealed class RunWatchTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Who_watches_a_run_sees_its_end_also_when_it_was_left_and_taken_up_again()
    {
        using CancellationTokenSource stop = new();
        Task<RunSnapshot>? watching = null;
        Func<Task<RunSnapshot>> watch = () => Task.FromException<RunSnapshot>(new InvalidOperationException("Nobody runs yet."));
        OrchardOpener opener = new()
        {
            BeforePage = (stream, page) =>
            {
                if (watching is null && stream == "growers" && page == 3)
                {
                    watching = watch();
                    stop.Cancel();
                }
            },
        };
        await using var host = await TestHost.StartAsync(opener, Token);
        await host.AddConnectorAsync("Home", new Dictionary<string, string> { ["rows"] = "300" }, Token);
        var run = await host.Runs.QueueAsync("Home", "test", isFull: false, Token);
        watch = async () => await host.Runs.WatchAsync(run.Id, Token).LastAsync(Token);

        await Should.ThrowAsync<OperationCanceledException>(() => host.Runs.ExecuteAsync(run.Id, stop.Token));
        await host.Runs.ExecuteAsync(run.Id, Token);

        while (!watching!.IsCompleted)
        {
            // Between two looks at the store.
            host.Clock.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        (await watching).State.ShouldBe(RunState.Published);
    }

    [Fact]
    public void Time_goes_on_in_a_run_in_which_nothing_else_happens()
    {
        var now = new DateTimeOffset(2026, 3, 1, 8, 0, 0, TimeSpan.Zero);
        RunSnapshot snapshot = new()
        {
            RunId = 1,
            State = RunState.Running,
            Streams =
            [
                new() { StreamId = "a", Name = "A", State = StreamState.Running, Elapsed = TimeSpan.FromSeconds(5), WaitingUntil = now.AddSeconds(10), WaitReason = "pace" },
                new() { StreamId = "b", Name = "B", State = StreamState.Complete, Elapsed = TimeSpan.FromSeconds(3) },
            ],
        };

        var later = snapshot.After(TimeSpan.FromSeconds(2), now.AddSeconds(2));
        var last = later.After(TimeSpan.FromSeconds(9), now.AddSeconds(11));

        later.Streams.Select(stream => stream.Elapsed.TotalSeconds).ShouldBe([7, 3]);
        later.Streams[0].WaitingUntil.ShouldBe(now.AddSeconds(10));
        last.Streams[0].ShouldBe(snapshot.Streams[0] with { Elapsed = TimeSpan.FromSeconds(16), WaitingUntil = null, WaitReason = null });
    }
}
