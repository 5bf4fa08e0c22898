using Plugin.Abstractions.Collection;

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
}
