using System.Net;
using System.Web;
using Plugin.Abstractions.Authorization;

namespace Plugin.Slack.Tests.Support;

/// <summary>A person at the sandbox's consent page.</summary>
internal static class SandboxConsent
{
    public static async Task<AuthorizationCallback> GiveAsync(SlackTestBench bench, Uri redirect, string decision, IEnumerable<string>? ticked, CancellationToken cancellationToken)
    {
        var page = bench.Connector.BeginAuthorization(new(bench.Context.Settings, redirect, "state-1"));
        using HttpClient browser = new(new SocketsHttpHandler { AllowAutoRedirect = false });
        (await browser.GetAsync(page, cancellationToken)).StatusCode.ShouldBe(HttpStatusCode.OK);

        using FormUrlEncodedContent content = new([new("decision", decision), .. ticked?.Select(scope => KeyValuePair.Create("scope", scope)) ?? []]);
        var answer = await browser.PostAsync(page, content, cancellationToken);

        var location = answer.Headers.Location.ShouldNotBeNull(await answer.Content.ReadAsStringAsync(cancellationToken));
        var back = HttpUtility.ParseQueryString(location.Query);

        return new(redirect, back.AllKeys.ToDictionary(key => key!, key => back[key]!));
    }
}
