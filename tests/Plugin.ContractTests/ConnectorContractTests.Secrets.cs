using System.Text.Json;
using Plugin.Abstractions.Authorization;
using Plugin.Abstractions.Settings;

namespace Plugin.ContractTests;

public abstract partial class ConnectorContractTests
{
    private const string Canary = "canary7351";
    private const int ShortestSecret = 8;

    [Fact]
    public async Task A_good_run_shows_no_secret()
    {
        await using var session = Begin();

        var streams = await session.CollectAllAsync(Cancellation);
        var report = await session.Connector.PreflightAsync(session.Context, Cancellation);

        List<string> texts = [.. session.Log.Lines, .. session.Waits.Waits.Select(wait => wait.Reason), JsonSerializer.Serialize(report)];

        foreach (var stream in streams)
        {
            texts.AddRange(stream.RowTexts);
            texts.AddRange(stream.Pages.Select(page => JsonSerializer.Serialize(page.Evidence) + JsonSerializer.Serialize(page.End) + page.Next?.Value));
        }

        ValidSettings.SecretNames.ShouldNotBeEmpty("Without a secret among the valid settings this proves nothing.");

        foreach (var text in texts)
        {
            ShouldHideSecrets(text, ValidSettings);
        }
    }

    [Theory]
    [InlineData("replaced")]
    [InlineData("extended")]
    public async Task A_failing_run_shows_no_secret(string canaries)
    {
        var settings = Planted(canaries is "extended");
        await using var session = Begin(settings);
        List<string> texts = [.. session.Connector.Validate(settings).Select(problem => problem.Message)];
        Dictionary<string, string> query = new() { ["code"] = Canary + "-code", ["state"] = Canary + "-state" };

        await AttemptAsync(texts, () => session.Connector.PreflightAsync(session.Context, Cancellation));

        foreach (var stream in session.Connector.Describe().Streams)
        {
            await AttemptAsync(texts, () => session.CollectAsync(new() { StreamId = stream.Id }, Cancellation));
        }

        if (session.Connector.Describe().Authorization is not null)
        {
            await AttemptAsync(texts, () => Task.FromResult(session.Connector.BeginAuthorization(new(settings, RedirectUri, "state-4711"))));
            await AttemptAsync(texts, () => session.Connector.CompleteAuthorizationAsync(session.Context, new AuthorizationCallback(RedirectUri, query), Cancellation));
        }

        texts.AddRange(session.Log.Lines);
        texts.AddRange(session.Waits.Waits.Select(wait => wait.Reason));

        texts.ShouldNotBeEmpty();
        texts.ShouldAllBe(text => !text.Contains(Canary, StringComparison.Ordinal));
    }

    private static async Task AttemptAsync<TResult>(List<string> texts, Func<Task<TResult>> attempt)
    {
        try
        {
            texts.Add(JsonSerializer.Serialize(await attempt()));
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            // The whole of it, inner exceptions and fix included: a host may log any part.
            texts.Add(exception.ToString());
            texts.Add(JsonSerializer.Serialize(exception.Data));
            texts.Add((exception as Abstractions.Errors.ConnectorException)?.Fix ?? "");
        }
    }

    private static void ShouldHideSecrets(string text, SettingValues settings)
    {
        foreach (var name in settings.SecretNames)
        {
            if (settings.Secret(name)!.Reveal() is { Length: >= ShortestSecret } value)
            {
                text.Contains(value, StringComparison.Ordinal).ShouldBeFalse($"The value of {name} is shown.");
            }
        }
    }

    private SettingValues Planted(bool extended) => ValidSettings.SecretNames.Aggregate(
        ValidSettings, (settings, name) => settings.With(name, new(extended ? settings.Secret(name)!.Reveal() + Canary : Canary + name)));
}
