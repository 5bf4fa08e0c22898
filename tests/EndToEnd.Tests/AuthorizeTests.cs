using System.Net;
using Plugin.Slack.Sandbox;

namespace EndToEnd.Tests;

/// <summary><c>connectors authorize</c>, with nobody else there and beside a host that serves.</summary>
public sealed class AuthorizeTests
{
    [Fact]
    public async Task Alone_it_takes_the_answer_itself()
    {
        var token = TestContext.Current.CancellationToken;
        using var folder = new TemporaryFolder();
        await using var sandbox = await SandboxServer.StartAsync(new() { Users = 50 }, token);
        await AddAsync(folder.Path, sandbox, token);
        await using var authorize = HostProcess.Start(folder.Path, Walk.Allowing(sandbox, "connectors", "authorize", "Workspace", "--address", "http://127.0.0.1:0"));

        using var answer = await Walk.ConsentAsync(new(await authorize.LineAsync("/oauth/v2/authorize", token)), "allow", token);

        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await authorize.WaitForExitAsync(token)).ShouldBe(0, authorize.Errors);
        authorize.Output.ShouldContain("Authorized");
        (await HostProcess.RunAsync(folder.Path, null, token, Walk.Allowing(sandbox, "connectors", "run", "Workspace"))).ShouldSucceed();
        (await folder.EverythingAsync(token)).ShouldNotContain("xoxp-1");
    }

    [Fact]
    public async Task Beside_a_host_that_serves_that_one_takes_the_answer()
    {
        var token = TestContext.Current.CancellationToken;
        using var folder = new TemporaryFolder();
        await using var sandbox = await SandboxServer.StartAsync(new() { Users = 50 }, token);
        await AddAsync(folder.Path, sandbox, token);
        await using var serving = await Serving.StartAsync(folder.Path, sandbox, token);
        await using var authorize = HostProcess.Start(
            folder.Path, Walk.Allowing(sandbox, "connectors", "authorize", "Workspace", "--address", serving.Address.GetLeftPart(UriPartial.Authority)));

        using var answer = await Walk.ConsentAsync(new(await authorize.LineAsync("/oauth/v2/authorize", token)), "allow", token);

        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await authorize.WaitForExitAsync(token)).ShouldBe(0, authorize.Errors);
        authorize.Errors.ShouldContain("The address is in use");
        serving.Said.ShouldContain("granted");
    }

    [Fact]
    public async Task A_consent_that_is_declined_is_told_with_its_exit_code()
    {
        var token = TestContext.Current.CancellationToken;
        using var folder = new TemporaryFolder();
        await using var sandbox = await SandboxServer.StartAsync(new() { Users = 50 }, token);
        await AddAsync(folder.Path, sandbox, token);
        await using var authorize = HostProcess.Start(folder.Path, Walk.Allowing(sandbox, "connectors", "authorize", "Workspace", "--address", "http://127.0.0.1:0"));

        using var answer = await Walk.ConsentAsync(new(await authorize.LineAsync("/oauth/v2/authorize", token)), "cancel", token);

        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await authorize.WaitForExitAsync(token)).ShouldBe(8);
        authorize.Errors.ShouldContain("declined");
    }

    private static async Task AddAsync(string dataFolder, SandboxServer sandbox, CancellationToken cancellationToken)
    {
        (await HostProcess.RunAsync(dataFolder, null, cancellationToken, "features", "enable", Walk.Feature)).ShouldSucceed();
        (await HostProcess.RunAsync(
            dataFolder,
            sandbox.ClientSecret,
            cancellationToken,
            [
                "connectors", "add", "Workspace", "--plugin", "slack",
                "--set", $"api_address={sandbox.Address}", "--set", $"client_id={sandbox.ClientId}", "--set", "pace=unpaced", "--secret", "client_secret",
            ])).ShouldSucceed();
    }
}
