using System.Net;
using Plugin.Slack.Sandbox;

namespace EndToEnd.Tests;

/// <summary>What the tests do over and over: a sandbox, a store, a connector whose token the consent page gave.</summary>
internal static class Walk
{
    public const string Feature = "Slack Connector";

    public static readonly IReadOnlyList<string> Scopes =
    [
        "admin", "users:read", "calls:read", "channels:read", "im:history", "channels:history", "files:read", "groups:read", "usergroups:read", "users.profile:read", "team:read", "mpim:read",
        "im:read",
    ];

    /// <summary>Enables the feature and makes a connector that has a token, all by the command line.</summary>
    public static async Task<string> ConnectorAsync(string dataFolder, SandboxServer sandbox, string token, CancellationToken cancellationToken, string name = "Workspace")
    {
        (await HostProcess.RunAsync(dataFolder, null, cancellationToken, "features", "enable", Feature)).ShouldSucceed();
        (await HostProcess.RunAsync(
            dataFolder,
            token,
            cancellationToken,
            [
                "connectors", "add", name, "--plugin", "slack",
                "--set", $"api_address={sandbox.Address}", "--set", $"client_id={sandbox.ClientId}", "--set", "pace=unpaced",
                "--secret", "token",
            ])).ShouldSucceed();

        return name;
    }

    /// <summary>Lets plugins reach the sandbox, which is on loopback.</summary>
    public static string[] Allowing(SandboxServer sandbox, params string[] arguments) =>
        [.. arguments, "--allow-origin", sandbox.Address.GetLeftPart(UriPartial.Authority)];

    /// <summary>Lets a day pass in the workspace.</summary>
    public static async Task NextDayAsync(SandboxServer sandbox, CancellationToken cancellationToken)
    {
        using var client = new HttpClient();
        using var answer = await client.PostAsync(new Uri(sandbox.Address, "sandbox/next-day"), null, cancellationToken);
        answer.EnsureSuccessStatusCode();
    }

    /// <summary>Replaces the workspace's faults; none clears them.</summary>
    public static async Task FaultsAsync(SandboxServer sandbox, CancellationToken cancellationToken, params string[] faults)
    {
        using var client = new HttpClient();
        using var form = new FormUrlEncodedContent(faults.Select(fault => KeyValuePair.Create("fault", fault)));
        using var answer = await client.PostAsync(new Uri(sandbox.Address, "sandbox/faults"), form, cancellationToken);
        answer.EnsureSuccessStatusCode();
    }

    /// <summary>A moment between two looks, so that who waits leaves the processors to whom it waits for.</summary>
    public static Task MomentAsync(CancellationToken cancellationToken) => Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, cancellationToken);

    /// <summary>Plays the administrator's browser on the consent page.</summary>
    public static async Task<HttpResponseMessage> ConsentAsync(Uri consentPage, string decision, CancellationToken cancellationToken)
    {
        using var browser = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false });
        using var page = await browser.GetAsync(consentPage, cancellationToken);
        page.StatusCode.ShouldBe(HttpStatusCode.OK);
        using var form = new FormUrlEncodedContent(new Dictionary<string, string> { ["decision"] = decision });
        using var redirect = await browser.PostAsync(consentPage, form, cancellationToken);
        redirect.StatusCode.ShouldBe(HttpStatusCode.Found);

        return await browser.GetAsync(redirect.Headers.Location, cancellationToken);
    }
}
