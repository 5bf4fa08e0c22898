using System.Text.Json;
using Plugin.Abstractions.Authorization;
using Plugin.Abstractions.Collection;
using Plugin.Abstractions.Settings;

namespace Plugin.Conformance.Checks;

internal static class PreparationChecks
{
    private const long SomeRows = 12_345;

    public static async Task IdentityAsync(ConformanceSubject subject, Findings findings, CancellationToken cancellationToken)
    {
        await using var session = subject.Begin();

        if (await session.Connector.IdentifyAsync(session.Context, cancellationToken) is not { } identity)
        {
            return;
        }

        findings.Require(!string.IsNullOrWhiteSpace(identity.TenantId), "The identity does not name the tenant.");
        findings.Require(!string.IsNullOrWhiteSpace(identity.AccountId), "The identity does not name the account.");
        findings.Require(identity.Calls >= 0, "The identity was had by fewer calls than none.");

        foreach (var warning in identity.Warnings)
        {
            findings.Require(!string.IsNullOrWhiteSpace(warning.Code), "A warning has no code.");
            findings.RequireSentence(warning.Message, $"the warning {warning.Code}");
            findings.RequireSentence(warning.Fix, $"the fix of {warning.Code}");
        }
    }

    public static async Task EstimateAsync(ConformanceSubject subject, Findings findings, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        await using var session = subject.Begin();
        var streams = session.Connector.Describe().Streams;
        List<StreamHistory> known = [.. streams.Select(stream => new StreamHistory(stream.Id, SomeRows, SomeRows, LastCalls: 13, HasMark: true))];

        foreach (var history in new[] { [], known })
        {
            var estimates = session.Connector.Estimate(subject.Settings, history);
            findings.Require(session.Connector.Estimate(subject.Settings, history).SequenceEqual(estimates), "Two estimates of the same run differ.");

            foreach (var estimate in estimates)
            {
                findings.Require(streams.Any(stream => stream.Id == estimate.StreamId), $"The estimate names a stream that is none: {estimate.StreamId}.");
                findings.Require(!string.IsNullOrWhiteSpace(estimate.Method), $"The estimate of {estimate.StreamId} names no method.");
                findings.Require(estimate is { Calls: >= 0, CallsPerMinute: null or > 0 }, $"The estimate of {estimate.StreamId} has numbers that cannot be.");
                findings.Require(!string.IsNullOrWhiteSpace(estimate.Basis), $"The estimate of {estimate.StreamId} does not say what it is based on.");
            }

            foreach (var method in estimates.GroupBy(estimate => estimate.Method).Where(method => method.Select(estimate => estimate.CallsPerMinute).Distinct().Count() > 1))
            {
                findings.Add($"The method {method.Key} has several rates.");
            }
        }
    }

    public static async Task ApplicationAsync(ConformanceSubject subject, Findings findings, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        await using var session = subject.Begin();
        var description = session.Connector.Describe();
        List<string> described = [.. description.Scopes.Select(scope => scope.Name)];
        Uri redirect = new("https://host.example/callback?a=1&b=%22x%22");

        foreach (var settings in new[] { SettingValues.Empty, subject.Settings })
        {
            foreach (var streams in (string[][])[[], [.. description.Streams.Select(stream => stream.Id)], ["no-such-stream"]])
            {
                ApplicationRequest request = new(settings, streams, ["no-such-scope"], redirect);

                if (session.Connector.PrepareApplication(request) is not { } application)
                {
                    continue;
                }

                var text = JsonSerializer.Serialize(application);
                findings.Require(JsonSerializer.Serialize(session.Connector.PrepareApplication(request)) == text, "Two descriptions of the same application differ.");
                findings.Require(application.Scopes.All(described.Contains), "The application asks for a scope that the connector does not describe.");
                findings.RequireUnique(application.Scopes, "scopes of the application");
                findings.RequireSentence(application.AfterAddingScopes, "what has to be done after scopes were added");
                findings.RequireUnique(application.Documents.Select(document => document.Format), "formats of the application");
                findings.Require(application.CreateLink is null or { IsAbsoluteUri: true, Scheme: "http" or "https" }, "The link for a new application leads somewhere else than to the web.");

                foreach (var document in application.Documents)
                {
                    findings.Require(document.Content.Length > 0 && document.MediaType.Contains('/', StringComparison.Ordinal), $"The application as {document.Format} has no content, or no media type.");
                }

                foreach (var secret in settings.SecretNames.Select(name => settings.Secret(name)!.Reveal()))
                {
                    findings.Require(!text.Contains(secret, StringComparison.Ordinal), "The description of the application holds a secret.");
                }
            }
        }
    }
}
