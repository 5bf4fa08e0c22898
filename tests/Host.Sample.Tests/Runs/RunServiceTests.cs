using Host.Sample.Database;
using Microsoft.EntityFrameworkCore;

namespace Host.Sample.Tests.Runs;

public sealed class RunServiceTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_first_run_is_published_with_every_row_of_every_stream()
    {
        await using var host = await TestHost.StartAsync(Token);
        var connector = await host.AddConnectorAsync("Home", new Dictionary<string, string> { ["rows"] = "230" }, Token);

        var run = await host.RunAsync("home", Token);

        run.State.ShouldBe(RunState.Published, run.Message);
        run.Streams.ShouldAllBe(stream => stream.State == StreamState.Complete);
        run.Streams.ShouldAllBe(stream => stream.Checkpoint == null && stream.RowCount == stream.Staged && stream.Received == stream.Staged);
        run.Streams.Single(stream => stream.StreamId == "growers").RowCount.ShouldBe(230);
        run.Streams.Single(stream => stream.StreamId == "growers").Pages.ShouldBe(5);
        (await host.SqlAsync<long>("SELECT count(*) FROM orchard_growers WHERE to_run IS NULL", Token)).ShouldBe(230);
        (await host.SqlAsync<long>(host.Options.Database is null ? "SELECT count(*) FROM sqlite_master WHERE name LIKE 'staging%'" : "SELECT count(*) FROM pg_tables WHERE tablename LIKE 'staging%'", Token)).ShouldBe(0);
        await using var database = await host.DatabaseAsync(Token);
        (await database.Connectors.SingleAsync(Token)).PublishedRunId.ShouldBe(run.Id);
        connector.PublishedRunId.ShouldBeNull();
    }

    [Fact]
    public async Task Who_watches_a_queued_run_sees_it_from_its_first_moment()
    {
        await using var host = await TestHost.StartAsync(Token);
        await host.AddConnectorAsync("Home", null, Token);
        var queued = await host.Runs.QueueAsync("Home", "test", isFull: false, Token);
        await using var watch = host.Runs.WatchAsync(queued.Id, Token).GetAsyncEnumerator(Token);
        (await watch.MoveNextAsync()).ShouldBeTrue();
        watch.Current.State.ShouldBe(RunState.Queued);
        var next = watch.MoveNextAsync().AsTask();

        await host.Runs.ExecuteAsync(queued.Id, Token);

        // The clock stands still: nothing but the run itself can wake the watcher.
        (await next.WaitAsync(TimeSpan.FromMinutes(1), TimeProvider.System, Token)).ShouldBeTrue();

        while (!watch.Current.HasEnded)
        {
            (await watch.MoveNextAsync()).ShouldBeTrue();
        }

        watch.Current.State.ShouldBe(RunState.Published);
        watch.Current.Streams.Count.ShouldBe(5);
        (await watch.MoveNextAsync()).ShouldBeFalse();
    }
}
