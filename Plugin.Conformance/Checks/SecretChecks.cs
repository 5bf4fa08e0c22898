using System.Text.Json;
using Plugin.Abstractions.Authorization;
using Plugin.Abstractions.Errors;
using Plugin.Abstractions.Settings;

namespace Plugin.Conformance.Checks;

internal static class SecretChecks
{
    private const string Canary = "canary7351";
    private const int ShortestSecret = 8;

    public static async Task HiddenAsync(ConformanceSubject subject, Findings findings, CancellationToken cancellationToken)
    {
        await GoodRunAsync(subject, findings, cancellationToken);

        // Once instead of the good value, once behind it: who prints the beginning or the end of a secret is found by one of both.
        await FailingRunAsync(subject, name => new(Canary + name), findings, cancellationToken);
        await FailingRunAsync(subject, name => new(subject.Settings.Secret(name)!.Reveal() + Canary), findings, cancellationToken);
    }

    internal static void RequireHidden(string text, string place, SettingValues settings, Findings findings)
    {
        foreach (var name in settings.SecretNames)
        {
            if (settings.Secret(name)!.Reveal() is { Length: >= ShortestSecret } value)
            {
                findings.Require(!text.Contains(value, StringComparison.Ordinal), $"The value of {name} is shown in {place}.");
            }
        }
    }

    private static async Task GoodRunAsync(ConformanceSubject subject, Findings findings, CancellationToken cancellationToken)
    {
        await using var session = subject.Begin();
        var streams = await session.CollectAllAsync(cancellationToken);
        var report = await session.Connector.PreflightAsync(session.Context, cancellationToken);
        RequireHidden(JsonSerializer.Serialize(report), "the preflight", subject.Settings, findings);

        foreach (var line in session.Log.Lines.Concat(session.Waits.Waits.Select(wait => wait.Reason)))
        {
            RequireHidden(line, "the log of a good run", subject.Settings, findings);
        }

        foreach (var text in session.Shared.Texts)
        {
            RequireHidden(text, "what its connectors have in common", subject.Settings, findings);
        }

        foreach (var stream in streams)
        {
            foreach (var text in stream.RowTexts.Concat(stream.Pages.Select(page => JsonSerializer.Serialize(page.Evidence) + JsonSerializer.Serialize(page.End) + page.Next?.Value)))
            {
                RequireHidden(text, $"what the stream {stream.Stream.Id} gives", subject.Settings, findings);
            }
        }
    }

    private static async Task FailingRunAsync(ConformanceSubject subject, Func<string, Secret> plant, Findings findings, CancellationToken cancellationToken)
    {
        var settings = subject.Settings.SecretNames.Aggregate(subject.Settings, (planted, name) => planted.With(name, plant(name)));
        await using var session = subject.Begin(settings);
        List<string> texts = [.. session.Connector.Validate(settings).Select(problem => problem.Message)];

        await AttemptAsync(texts, () => session.Connector.PreflightAsync(session.Context, cancellationToken));

        foreach (var stream in session.Connector.Describe().Streams)
        {
            await AttemptAsync(texts, () => session.CollectAsync(new() { StreamId = stream.Id }, cancellationToken));
        }

        if (session.Connector.Describe().Authorization is not null)
        {
            Dictionary<string, string> query = new() { ["code"] = Canary + "-code", ["state"] = Canary + "-state" };
            await AttemptAsync(texts, () => Task.FromResult(session.Connector.BeginAuthorization(new(settings, subject.RedirectUri, "state-4711"))));
            await AttemptAsync(texts, () => session.Connector.CompleteAuthorizationAsync(session.Context, new AuthorizationCallback(subject.RedirectUri, query), cancellationToken));
        }

        texts.AddRange(session.Log.Lines);
        texts.AddRange(session.Waits.Waits.Select(wait => wait.Reason));
        texts.AddRange(session.Shared.Texts);
        findings.Require(texts.TrueForAll(text => !text.Contains(Canary, StringComparison.Ordinal)), "A run with a worthless secret shows that secret, in a message, an exception, the log or what its connectors have in common.");
    }

    private static async Task AttemptAsync<TResult>(List<string> texts, Func<Task<TResult>> attempt)
    {
        try
        {
            texts.Add(JsonSerializer.Serialize(await attempt()));
        }
#pragma warning disable CA1031 // The failure is what is looked at.
        catch (Exception exception) when (exception is not OperationCanceledException)
#pragma warning restore CA1031
        {
            // The whole of it, inner exceptions and fix included: a host may log any part.
            texts.Add(exception.ToString());
            texts.Add(JsonSerializer.Serialize(exception.Data));
            texts.Add((exception as ConnectorException)?.Fix ?? "");
        }
    }
}
