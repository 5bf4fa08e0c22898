using Host.Sample.Database;
using Host.Sample.Runs.Proof;

namespace Host.Sample.Tests.Runs.Proof;

/// <summary>A run that was interrupted, wherever, and taken up again proves the same as one that was not.</summary>
public sealed class ResumedCertificateTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task Interrupted_at_random_points_a_run_ends_with_the_same_certificate(int seed)
    {
        var undisturbed = await RunAsync(null);

        (await RunAsync(new(seed))).ShouldBe(undisturbed);
    }

    private static async Task<string> RunAsync(Random? random)
    {
        await using var host = await TestHost.StartAsync(Token);
        await host.AddConnectorAsync("Home", null, Token);
        List<string> told = [];

        for (var day = 0; day < 2; day++)
        {
            await host.ChangeSettingsAsync("Home", new Dictionary<string, string> { ["rows"] = "230", ["page_size"] = "20", ["change"] = $"{day}" }, Token);
            var run = await host.Runs.QueueAsync("Home", "test", isFull: false, Token);

            for (var kills = 0; random is not null && kills < 4; kills++)
            {
                await DieAsync(host, run.Id, random);
            }

            (await host.Runs.ExecuteAsync(run.Id, Token)).State.ShouldBe(RunState.Published);
            var content = (await host.Get<RunCertificates>().GetAsync(run.Id, Token)).Content;
            (await host.Get<RunVerification>().VerifyAsync(run.Id, null, Token)).Outcome.ShouldBe(VerificationOutcome.Proven);
            told.Add($"{content.Verdict} {string.Join(' ', content.Streams.Select(stream => $"{stream.Id}:{stream.State}:{stream.Rows}:{stream.Added}:{stream.Changed}:{stream.Removed}:{stream.RowSetHash}"))}");
        }

        return string.Join('\n', told);
    }

    /// <summary>Another process works on the run and dies before one of its pages, or gets to the end.</summary>
    private static async Task DieAsync(TestHost host, long run, Random random)
    {
        using CancellationTokenSource killed = new();
        var left = random.Next(1, 30);
        await using var dying = host.Another(new OrchardOpener
        {
            BeforePage = (_, _) =>
            {
                if (Interlocked.Decrement(ref left) == 0)
                {
                    killed.Cancel();
                }
            },
        });

        try
        {
            await dying.Runs.ExecuteAsync(run, killed.Token);
        }
        catch (OperationCanceledException)
        {
            // As a process that is gone: what it had committed stays.
        }
    }
}
