using System.Text.Json;

namespace EndToEnd.Tests;

/// <summary>Several hosts on one database: what one leaves behind another takes up, and whoever was cut off writes nothing more.</summary>
public sealed class StandbyTests(PreparedDatabase prepared) : IClassFixture<PreparedDatabase>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_host_that_stood_still_for_long_writes_nothing_more_for_a_run_that_another_has()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "A process cannot be halted from outside there.");
        await using var hosts = await HostGroup.StartAsync(prepared, 2, Cancel);
        var run = await HangingAsync(hosts.Door(0));

        hosts.Freeze(0);
        await Walk.FaultsAsync(prepared.Sandbox, Cancel);
        var ended = await hosts.EndedAsync(1, run, Cancel);
        hosts.Thaw(0);

        // It still serves, it says what has happened, and the run is what the other one made of it, with both named.
        UndisturbedRun.HashesOf(ended).ShouldBe(prepared.Hashes);
        ended.GetProperty("resumes").GetInt32().ShouldBe(1, "it is the same run");
        ended.GetProperty("executions").EnumerateArray().Select(execution => execution.GetProperty("process").GetString()).Distinct().Count().ShouldBe(2);
        await hosts.LogAsync(0, "was not executed", Cancel);
        (await hosts.Door(0).GetAsync($"/api/runs/{run}", Cancel)).ToString().ShouldBe(ended.ToString());
        UndisturbedRun.HashesOf(await hosts.Door(0).RunAsync("Workspace", Cancel)).ShouldBe(prepared.Hashes);
    }

    [Fact]
    public async Task A_database_that_goes_away_in_the_middle_of_a_run_costs_nothing()
    {
        await using var hosts = await HostGroup.StartAsync(prepared, 1, Cancel);
        var run = await HangingAsync(hosts.Door(0));

        await hosts.Database.ShutAsync(Cancel);
        await Walk.FaultsAsync(prepared.Sandbox, Cancel);
        await hosts.LogAsync(0, "could not be looked at", Cancel);
        await hosts.Database.OpenAsync(Cancel);

        UndisturbedRun.HashesOf(await hosts.EndedAsync(0, run, Cancel)).ShouldBe(prepared.Hashes);
    }

    /// <summary>Killed, halted, cut off, the database away, at moments that the seed says, while every connector runs again and again.</summary>
    [Theory]
    [InlineData(1)]
    public async Task Whatever_happens_to_three_hosts_every_run_ends_as_if_nothing_had(int seed)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "A process cannot be halted from outside there.");
        Random random = new(seed);
        await using var hosts = await HostGroup.StartAsync(prepared, 3, Cancel);
        string[] events = ["kill", "cut", "shut", "kill", "freeze", "kill", "cut"];
        random.Shuffle(events);
        List<long> runs = [];
        int? frozen = null;

        foreach (var what in events)
        {
            var one = Enumerable.Range(0, hosts.Count).Where(host => host != frozen).ElementAt(random.Next(hosts.Count - (frozen is null ? 0 : 1)));
            runs.AddRange(await BeginAllAsync(hosts.Door(one)));
            await Task.Delay(random.Next(100, 1_200), Cancel);

            switch (what)
            {
                case "kill":
                    await hosts.KillAsync(one, Cancel);
                    await hosts.ReplaceAsync(one, Cancel);
                    break;
                case "freeze":
                    hosts.Freeze(one);
                    frozen = one;
                    break;
                case "cut":
                    await hosts.Database.CutAsync(Cancel);
                    break;
                default:
                    await hosts.Database.ShutAsync(Cancel);
                    await Task.Delay(random.Next(500, 3_000), Cancel);
                    await hosts.Database.OpenAsync(Cancel);
                    break;
            }
        }

        List<JsonElement> ended = [];

        foreach (var run in runs)
        {
            ended.Add(await hosts.EndedAsync(frozen is 0 ? 1 : 0, run, Cancel));
        }

        hosts.Thaw(frozen!.Value);
        ended.ShouldAllBe(run => UndisturbedRun.HashesOf(run).SequenceEqual(prepared.Hashes));

        // No connector ran twice at once: each began after the run before it had ended.
        foreach (var connector in ended.GroupBy(run => run.GetProperty("connectorId").GetInt32()))
        {
            var spans = connector.Select(run => (Began: run.GetProperty("startedAt").GetDateTimeOffset(), Ended: run.GetProperty("endedAt").GetDateTimeOffset())).OrderBy(span => span.Began).ToList();
            spans.Zip(spans.Skip(1)).ShouldAllBe(pair => pair.First.Ended <= pair.Second.Began);
        }

        ended.Sum(run => run.GetProperty("resumes").GetInt32()).ShouldBeGreaterThan(0, "nothing that happened met a run");
    }

    /// <summary>Asks for a run of every connector; one that is at work already goes on.</summary>
    private static async Task<List<long>> BeginAllAsync(RestDoor door)
    {
        List<long> begun = [];

        foreach (var connector in PreparedDatabase.Connectors)
        {
            using var answer = await door.AskAsync(HttpMethod.Post, $"/api/connectors/{connector}/runs", null, Cancel);

            if (answer.IsSuccessStatusCode)
            {
                begun.Add(JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Cancel)).RootElement.GetProperty("id").GetInt64());
            }
        }

        return begun;
    }

    /// <summary>A run that is certainly in the middle of a stream: the service does not answer.</summary>
    private async Task<long> HangingAsync(RestDoor door)
    {
        await Walk.FaultsAsync(prepared.Sandbox, Cancel, "users.list:2:hang");
        using HttpClient client = new();
        using var cleared = await client.PostAsync(new Uri(prepared.Sandbox.Address, "sandbox/calls/clear"), null, Cancel);
        var run = (await door.PostAsync("/api/connectors/Workspace/runs", null, Cancel)).GetProperty("id").GetInt64();

        while (!(JsonDocument.Parse(await client.GetStringAsync(new Uri(prepared.Sandbox.Address, "sandbox/calls"), Cancel)).RootElement.TryGetProperty("users.list", out var calls) && calls.GetProperty("faulted").GetInt64() > 0))
        {
            await Walk.MomentAsync(Cancel);
        }

        return run;
    }
}
