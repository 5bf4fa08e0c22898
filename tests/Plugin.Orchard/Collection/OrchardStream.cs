using Plugin.Abstractions;
using Plugin.Abstractions.Collection;
using Plugin.Abstractions.Errors;
using Plugin.Orchard.Api;
using Plugin.Orchard.Settings;

namespace Plugin.Orchard.Collection;

/// <summary>A stream of the orchard, and what all of them share: access and mishaps.</summary>
internal abstract class OrchardStream
{
    public abstract StreamDescription Description { get; }

    public abstract IAsyncEnumerable<StreamPage> CollectAsync(ConnectorContext context, OrchardSettings settings, StreamRequest request, CancellationToken cancellationToken);

    /// <summary>Why nothing may be had, or null when all is well.</summary>
    public StreamEnd? Refusal(OrchardSettings settings, IReadOnlyList<string> grantedScopes)
    {
        if (Description.Scopes.FirstOrDefault(scope => !grantedScopes.Contains(scope)) is { } missing)
        {
            return StreamEnd.Skipped(
                FailureReason.GrantScope, "missing_scope", $"The token lacks {missing}, so that {Description.Id} cannot be read.", $"Authorize again and allow {missing}.");
        }

        if (Description.Plan is not null && !settings.HasLargePlan)
        {
            return StreamEnd.Skipped(
                FailureReason.ChangePlan, "large_orchards_only", $"The small plan does not include {Description.Id}.", "Move to the large plan, or leave this stream out.");
        }

        return null;
    }

    /// <summary>Lets the mishap of a page happen, so far as it happens before the page comes.</summary>
    protected async Task<(MishapKind? Kind, TimeSpan Waited)> MeetMishapAsync(ConnectorContext context, OrchardSettings settings, int page, CancellationToken cancellationToken)
    {
        var kind = settings.Mishaps.FirstOrDefault(mishap => mishap.StreamId == Description.Id && mishap.Page == page)?.Kind;

        switch (kind)
        {
            case MishapKind.Throw:
                throw new InvalidOperationException($"A branch of {Description.Id} broke at page {page}.");

            case MishapKind.Fail:
                throw new ConnectorException(
                    FailureReason.TryLater, $"The orchard answered 'frost' to page {page} of {Description.Id}.", "Wait until the frost is over and run again.", "frost");

            case MishapKind.AuthorizeAgain:
                throw new ConnectorException(
                    FailureReason.AuthorizeAgain, $"The orchard answered 'token_revoked' to page {page} of {Description.Id}.", "Open the connector and choose Authorize.", "token_revoked");

            case MishapKind.Hang:
                await Task.Delay(Timeout.InfiniteTimeSpan, context.Clock, cancellationToken);

                break;

            case MishapKind.Wait:
                var pause = TimeSpan.FromSeconds(30);
                context.Waits.Waiting(Description.Id, pause, "the orchard asked for patience");
                await Task.Delay(pause, context.Clock, cancellationToken);

                return (kind, pause);
        }

        return (kind, TimeSpan.Zero);
    }

    protected static StreamPage Skipped(StreamEnd end, OrchardOffice office) => new EmptyPage { Evidence = new() { Calls = office.TakeCalls(), Received = 0 }, End = end };

    /// <summary>Evidence of a page of <paramref name="received"/> records, of which <paramref name="kept"/> became rows.</summary>
    protected static PageEvidence Evidence(OrchardOffice office, int received, int kept, TimeSpan waited, bool startsOver) => new()
    {
        Calls = office.TakeCalls(),
        Throttled = waited > TimeSpan.Zero ? 1 : 0,
        Waited = waited,
        Received = received,
        Omitted = kept < received ? [new("unreadable", "The record was not understood.", received - kept)] : [],
        Notes = startsOver ? [new("place_lost", "The orchard did not know the place where the stream was to go on, so that the stream began again.")] : [],
    };

    protected StreamEnd Partial(int page) => StreamEnd.Partial(
        FailureReason.TryLater, "fog", $"Fog came up at page {page} of {Description.Id}: what lies behind it was not read.", "Run again when the fog is gone.");

    protected StreamEnd SkippedOnDemand() => StreamEnd.Skipped(
        FailureReason.NotAvailable, "fenced_off", $"The part of the orchard that {Description.Id} grows in is fenced off.", "Ask the orchard's office to open the fence.");

    private sealed class EmptyPage : StreamPage
    {
        public override int RowCount => 0;

        public override void WriteRow(int index, IFieldWriter writer) => throw new ArgumentOutOfRangeException(nameof(index), index, "The page is empty.");
    }
}
