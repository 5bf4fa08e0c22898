using Plugin.Abstractions.Collection;

namespace Plugin.Conformance.Checks;

internal static class PreflightChecks
{
    public static async Task HonestAsync(ConformanceSubject subject, Findings findings, CancellationToken cancellationToken)
    {
        await using var session = subject.Begin();
        var streams = session.Connector.Describe().Streams;
        var report = await session.Connector.PreflightAsync(session.Context, cancellationToken);

        findings.Require(!string.IsNullOrWhiteSpace(report.Tenant), "The preflight does not name the tenant.");
        findings.Require(!string.IsNullOrWhiteSpace(report.Account), "The preflight does not name the account.");

        if (!findings.Require(report.Streams.Select(line => line.StreamId).SequenceEqual(streams.Select(stream => stream.Id)), "The preflight has not one line a stream, in the order of the description."))
        {
            return;
        }

        var outcomes = (await session.CollectAllAsync(cancellationToken)).ToDictionary(stream => stream.Stream.Id, stream => stream.Pages is [.., { End: { } end }] ? end : null);

        foreach (var line in report.Streams)
        {
            findings.RequireSentence(line.Message, $"the preflight of {line.StreamId}");

            if (line.Access is not StreamAccess.Granted)
            {
                findings.RequireSentence(line.Fix, $"the fix of {line.StreamId}");
            }

            if (outcomes[line.StreamId] is not { } end)
            {
                continue;
            }

            findings.Require(line.Access is not StreamAccess.Granted || end.Outcome is not StreamOutcome.Skipped, $"The preflight says that {line.StreamId} is granted; the run skips it: {end.Message}");
            findings.Require(line.Access is StreamAccess.Granted or StreamAccess.Unknown || end.Outcome is not StreamOutcome.Complete, $"The preflight says {line.Access} of {line.StreamId}; the run reads it to its end.");
        }
    }
}
