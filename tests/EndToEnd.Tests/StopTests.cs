using System.Net.Http.Json;
using System.Text.Json;

namespace EndToEnd.Tests;

/// <summary>A host that serves and is asked to end: by a supervisor, or at a terminal.</summary>
public sealed class StopTests(PreparedStore prepared) : IClassFixture<PreparedStore>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Asked to end again and again while a run is at work: no page of it is ever asked for twice.</summary>
    [Fact]
    public async Task A_stopped_run_goes_on_at_the_next_start_without_asking_for_anything_again()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "There, a service is stopped by its manager.");
        using var folder = prepared.Folder.Copy();
        using HttpClient sandbox = new() { BaseAddress = prepared.Sandbox.Address };
        using var cleared = await sandbox.PostAsync(new Uri("sandbox/calls/clear", UriKind.Relative), null, Token);
        var key = (await HostProcess.RunAsync(folder.Path, null, Token, "access-key")).ShouldSucceed().Output.Trim();
        var stops = 0;
        var calls = 0L;
        long? run = null;

        while (true)
        {
            await using var host = HostProcess.Start(folder.Path, Walk.Allowing(prepared.Sandbox, "serve", "--address", "http://127.0.0.1:0"));
            Uri address = new((await host.LineAsync("serves on", Token)).Split(' ')[^1]);
            await using RestDoor door = new(address, key);
            run ??= (await door.PostAsync("/api/connectors/Workspace/runs", null, Token)).GetProperty("id").GetInt64();
            string state;

            do
            {
                await Walk.MomentAsync(Token);
                state = (await door.GetAsync($"/api/runs/{run}", Token)).GetProperty("state").GetString()!;
            }
            while (state is "queued" or "running" && (stops == 3 || await CallsAsync(sandbox) < calls + 6));

            calls = await CallsAsync(sandbox);
            host.Signal("TERM");
            (await host.WaitForExitAsync(Token)).ShouldBe(0, host.Errors);

            if (state is not ("queued" or "running"))
            {
                state.ShouldBe("published");
                break;
            }

            stops++;
        }

        stops.ShouldBeGreaterThan(0, "the run was too quick to be stopped at all");

        foreach (var method in (await sandbox.GetFromJsonAsync<JsonElement>(new Uri("sandbox/calls", UriKind.Relative), Token)).EnumerateObject())
        {
            method.Value.GetProperty("repeated_pages").GetInt32().ShouldBe(0, method.Name);
        }
    }

    /// <summary>The page never comes and the stop may take an hour: only the second wish can end the process.</summary>
    [Fact]
    public async Task The_second_wish_ends_at_once()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "There is no such signal.");
        using var folder = prepared.Folder.Copy();
        await Walk.FaultsAsync(prepared.Sandbox, Token, "users.list:1:hang");

        try
        {
            await using var host = HostProcess.Start(folder.Path, Walk.Allowing(prepared.Sandbox, "serve", "--address", "http://127.0.0.1:0", "--stop-timeout", "3600"));
            Uri address = new((await host.LineAsync("serves on", Token)).Split(' ')[^1]);
            var key = (await HostProcess.RunAsync(folder.Path, null, Token, "access-key")).ShouldSucceed().Output.Trim();
            await using RestDoor door = new(address, key);
            using HttpClient sandbox = new() { BaseAddress = prepared.Sandbox.Address };
            await door.PostAsync("/api/connectors/Workspace/runs", null, Token);

            while (!((await sandbox.GetFromJsonAsync<JsonElement>(new Uri("sandbox/calls", UriKind.Relative), Token)).TryGetProperty("users.list", out var entry) && entry.GetProperty("faulted").GetInt64() > 0))
            {
                await Walk.MomentAsync(Token);
            }

            // Not Ctrl+C's: what is started in the background of a shell is deaf to that.
            host.Signal("TERM");

            // It has heard the first when it is not ready any more, or does not answer any more.
            while (await IsReadyAsync(door))
            {
                await Walk.MomentAsync(Token);
            }

            host.HasExited.ShouldBeFalse("a page is in flight");
            host.Signal("TERM");
            (await host.WaitForExitAsync(Token)).ShouldBe(130);
        }
        finally
        {
            await Walk.FaultsAsync(prepared.Sandbox, Token);
        }
    }

    private static async Task<long> CallsAsync(HttpClient sandbox) => (await sandbox.GetFromJsonAsync<JsonElement>(new Uri("sandbox/calls", UriKind.Relative), Token)).EnumerateObject().Sum(method => method.Value.GetProperty("calls").GetInt64());

    private static async Task<bool> IsReadyAsync(RestDoor door)
    {
        // A server that stops may take a connection and leave it at that.
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Token);
        patience.CancelAfter(TimeSpan.FromSeconds(5));

        try
        {
            using var answer = await door.Client.GetAsync(new Uri("/health/ready", UriKind.Relative), patience.Token);

            return answer.IsSuccessStatusCode;
        }
        catch (Exception exception) when (exception is HttpRequestException or OperationCanceledException && !Token.IsCancellationRequested)
        {
            return false;
        }
    }
}
