using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Host.Sample.Database;
using Host.Sample.Runs;
using Host.Sample.Runs.Proof;

namespace Host.Sample.Tests.Api;

/// <summary>Proof, guard and decisions over REST: the same words, as problem details.</summary>
public sealed class ProofEndpointTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_run_is_certified_verified_and_decided_about()
    {
        await using var host = await WebFixture.StartAsync();
        await host.AddConnectorAsync("Home");
        var first = await RunAsync(host);

        var certificate = await host.Client.GetStringAsync(Address($"api/runs/{first.Id}/certificate"), Token);
        SealedCertificate.Parse(certificate).Check().ShouldBeNull();
        (await host.Client.GetFromJsonAsync<JsonElement>(Address($"api/runs/{first.Id}/verification"), Token)).GetProperty("outcome").GetString().ShouldBe("proven");
        (await SendAsync(host, $"api/runs/{first.Id}/verification", new StringContent(certificate))).Body.GetProperty("notes")[0].GetString().ShouldBe("The certificate that was given is the stored one.");
        (await SendAsync(host, $"api/runs/{first.Id}/verification", new StringContent("garbage"))).Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await SendAsync(host, $"api/runs/{first.Id}/accept", JsonContent.Create(new { note = "It is real." }))).Status.ShouldBe(HttpStatusCode.Conflict);

        using (var edit = await host.Client.PatchAsJsonAsync(Address("api/connectors/Home"), new { texts = new Dictionary<string, string> { ["rows"] = "40" } }, Token))
        {
            edit.StatusCode.ShouldBe(HttpStatusCode.OK, await edit.Content.ReadAsStringAsync(Token));
        }

        var held = await RunAsync(host);
        held.State.ShouldBe(RunState.Held);
        (await host.Client.GetFromJsonAsync<JsonElement>(Address("api/runs/held"), Token))[0].GetProperty("runId").GetInt64().ShouldBe(held.Id);
        (await host.Client.GetFromJsonAsync<JsonElement>(Address("api/runs?state=held"), Token)).GetArrayLength().ShouldBe(1);
        using (var unknown = await host.Client.GetAsync(Address("api/runs?state=7"), Token))
        {
            unknown.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
            (await unknown.Content.ReadAsStringAsync(Token)).ShouldContain("rolledBack");
        }

        (await host.Client.GetFromJsonAsync<JsonElement>(Address($"api/runs/{held.Id}/held"), Token)).GetProperty("publishedRunId").GetInt64().ShouldBe(first.Id);
        var vanished = await host.Client.GetFromJsonAsync<JsonElement>(Address($"api/runs/{held.Id}/held/growers?take=2"), Token);
        vanished.GetProperty("total").GetInt64().ShouldBeGreaterThan(2);
        vanished.GetProperty("rows").GetArrayLength().ShouldBe(2);
        (await SendAsync(host, $"api/runs/{held.Id}/accept", JsonContent.Create(new { note = " " }))).Status.ShouldBe(HttpStatusCode.BadRequest);
        (await SendAsync(host, $"api/runs/{held.Id}/accept", JsonContent.Create(new { note = "It is real." }))).Body.GetProperty("decisionNote").GetString().ShouldBe("It is real.");
        var second = await SendAsync(host, $"api/runs/{held.Id}/reject", JsonContent.Create(new { note = "It is not." }));
        second.Status.ShouldBe(HttpStatusCode.Conflict);
        second.Body.GetProperty("detail").GetString()!.ShouldContain("It is real.");
        (await host.Client.GetFromJsonAsync<JsonElement>(Address($"api/runs/{first.Id}/rollback"), Token)).GetProperty("takenBack")[0].GetProperty("runId").GetInt64().ShouldBe(held.Id);
        (await SendAsync(host, $"api/runs/{first.Id}/rollback", JsonContent.Create(new { note = "It was not." }))).Status.ShouldBe(HttpStatusCode.OK);
        (await host.Client.GetFromJsonAsync<JsonElement>(Address($"api/runs/{held.Id}"), Token)).GetProperty("state").GetString().ShouldBe("rolledBack");
    }

    [Fact]
    public async Task The_guard_is_shown_and_changed_and_a_share_that_is_none_is_refused()
    {
        await using var host = await WebFixture.StartAsync();
        await host.AddConnectorAsync("Home");

        using var changed = await host.Client.PutAsJsonAsync(Address("api/connectors/Home/guard"), new { sharePercent = 35 }, Token);
        using var refused = await host.Client.PutAsJsonAsync(Address("api/connectors/Home/guard"), new { sharePercent = -1 }, Token);

        changed.StatusCode.ShouldBe(HttpStatusCode.OK);
        refused.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await host.Client.GetFromJsonAsync<JsonElement>(Address("api/connectors/Home/guard"), Token)).GetProperty("sharePercent").GetInt32().ShouldBe(35);
    }

    private static async Task<Run> RunAsync(WebFixture host)
    {
        var runs = host.Get<RunService>();
        var run = await runs.QueueAsync("Home", "test", isFull: false, Token);

        return await runs.ExecuteAsync(run.Id, Token);
    }

    private static async Task<(HttpStatusCode Status, JsonElement Body)> SendAsync(WebFixture host, string path, HttpContent content)
    {
        using (content)
        {
            using var answer = await host.Client.PostAsync(Address(path), content, Token);

            return (answer.StatusCode, JsonElement.Parse(await answer.Content.ReadAsStringAsync(Token)));
        }
    }

    private static Uri Address(string path) => new(path, UriKind.Relative);
}
