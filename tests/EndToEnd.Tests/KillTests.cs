namespace EndToEnd.Tests;

/// <summary>A run that is killed without warning goes on where it was and ends as if nothing had happened.</summary>
public sealed class KillTests(UndisturbedRun undisturbed) : IClassFixture<UndisturbedRun>
{
    /// <summary>The method's call hangs, so the run is certainly in the middle of that stream when it dies.</summary>
    [Theory]
    [InlineData("team.info", 1)]
    [InlineData("users.list", 4)]
    [InlineData("team.accessLogs", 6)]
    [InlineData("conversations.members", 120)]
    public async Task A_killed_run_ends_with_the_hashes_of_an_undisturbed_one(string method, int call)
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        using var folder = await undisturbed.PreparedAsync(cancellationToken);
        await undisturbed.SetFaultsAsync(cancellationToken, $"{method}:{call}:hang");

        await using (var killed = undisturbed.Start(folder))
        {
            while (!((await undisturbed.CallsAsync(cancellationToken)).TryGetProperty(method, out var entry) && entry.GetProperty("faulted").GetInt64() > 0))
            {
                killed.HasExited.ShouldBeFalse(killed.Errors);
                await Walk.MomentAsync(cancellationToken);
            }

            await killed.KillAsync(cancellationToken);
        }

        await undisturbed.SetFaultsAsync(cancellationToken);
        var resumed = await undisturbed.ToItsEndAsync(folder, cancellationToken);

        resumed.GetProperty("resumes").GetInt32().ShouldBe(1, "the run that was killed must be taken up, not a new one begun");
        UndisturbedRun.HashesOf(resumed).ShouldBe(undisturbed.Hashes);

        foreach (var entry in (await undisturbed.CallsAsync(cancellationToken)).EnumerateObject())
        {
            entry.Value.GetProperty("repeated_pages").GetInt32().ShouldBeLessThanOrEqualTo(1, $"{entry.Name}: only the page in flight may be asked for again");
        }
    }

    /// <summary>The run dies wherever it happens to be: between pages, in a transaction, perhaps at its very end.</summary>
    [Theory]
    [InlineData(7)]
    [InlineData(24)]
    public async Task A_run_killed_anywhere_ends_with_the_hashes_of_an_undisturbed_one(int calls)
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        using var folder = await undisturbed.PreparedAsync(cancellationToken);

        await using (var killed = undisturbed.Start(folder))
        {
            while (!killed.HasExited && (await undisturbed.CallsAsync(cancellationToken)).EnumerateObject().Sum(method => method.Value.GetProperty("calls").GetInt64()) < calls)
            {
                await Walk.MomentAsync(cancellationToken);
            }

            await killed.KillAsync(cancellationToken);
        }

        UndisturbedRun.HashesOf(await undisturbed.ToItsEndAsync(folder, cancellationToken)).ShouldBe(undisturbed.Hashes);
    }
}
