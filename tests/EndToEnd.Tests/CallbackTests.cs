using System.Net;

namespace EndToEnd.Tests;

/// <summary>The address that a consent page sends people back to is open to everybody: whatever comes there, only what is waited for counts.</summary>
public sealed class CallbackTests(SharedHost shared) : IClassFixture<SharedHost>
{
    [Theory]
    [InlineData("?code=x-1-a-code-that-must-not-be-logged", "carries no state")]
    [InlineData("?code=x-1-a-code-that-must-not-be-logged&state=", "carries no state")]
    [InlineData("?code=x-1-a-code-that-must-not-be-logged&state=a-state-that-must-not-be-logged", "No authorization that waits here")]
    [InlineData("?code=x-1-a-code-that-must-not-be-logged&state={state}&state={state}", "carries no state")]
    [InlineData("?state={used}&code=x-1-a-code-that-must-not-be-logged", "has been answered already")]
    public async Task A_callback_that_nobody_waits_for_is_refused_and_logged_without_its_values(string query, string says)
    {
        var token = TestContext.Current.CancellationToken;
        var host = shared.Rest;
        await ConnectorAsync(token);
        var used = State(await RestTests.AuthorizeAsync(host, token));
        var waiting = await host.PostAsync("/api/connectors/Workspace/authorization", null, token);
        var refusedBefore = Refusals(await WrittenAsync(token));
        var state = State(new(waiting.GetProperty("consentUrl").GetString()!));

        using var anonymous = new HttpClient();
        using var answer = await anonymous.GetAsync(new Uri(host.Address, "/cmp/AuthorizeSlackConnector" + query.Replace("{state}", state).Replace("{used}", used)), token);

        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        var page = await answer.Content.ReadAsStringAsync(token);
        page.ShouldContain(says);
        page.ShouldContain("Nothing was changed.");
        page.ShouldNotContain("must-not-be-logged");
        (await host.GetAsync($"/api/authorizations/{waiting.GetProperty("id").GetString()}", token)).GetProperty("state").GetString().ShouldBe("waiting", "a refused answer must not use the real one up");
        var written = await WrittenAsync(token);
        Refusals(written).ShouldBeGreaterThan(refusedBefore);
        written.ShouldNotContain("must-not-be-logged");
        written.ShouldNotContain(state);
        written.ShouldNotContain(used);
        written.ShouldNotContain(shared.Sandbox.ClientSecret);
    }

    /// <summary>The connector of all of them; made by the first.</summary>
    private async Task ConnectorAsync(CancellationToken cancellationToken)
    {
        if ((await shared.Rest.GetAsync("/api/connectors", cancellationToken)).GetArrayLength() == 0)
        {
            await shared.Rest.FeatureAsync(true, cancellationToken);
            await shared.Rest.PostAsync("/api/connectors", RestTests.Connector(shared.Sandbox), cancellationToken);
        }
    }

    private async Task<string> WrittenAsync(CancellationToken cancellationToken) => shared.Said + await shared.EverythingAsync(cancellationToken);

    private static int Refusals(string written) => written.Split("was refused").Length;

    private static string State(Uri consentPage) =>
        consentPage.Query.TrimStart('?').Split('&').Single(field => field.StartsWith("state=", StringComparison.Ordinal))["state=".Length..];
}
