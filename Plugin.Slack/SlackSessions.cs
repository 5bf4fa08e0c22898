using Plugin.Abstractions;
using Plugin.Slack.Api;
using Plugin.Slack.Authorization;
using Plugin.Slack.Collection;
using Plugin.Slack.Settings;

namespace Plugin.Slack;

/// <summary>Makes the way to Slack for one call of a verb. What outlives the call, pace and identity, is here; nothing of the context is.</summary>
/// <param name="pacers">One pacer a method.</param>
/// <param name="errors">What codes mean.</param>
/// <param name="jitter">Chance, from 0 to 1.</param>
internal sealed class SlackSessions(MethodPacers pacers, SlackErrors errors, Func<double> jitter) : IDisposable
{
    private readonly IdentityMemory _identities = new();

    /// <summary>Opens one.</summary>
    /// <param name="context">The session's context.</param>
    /// <param name="purpose">The stream's id, or what else it is for.</param>
    /// <param name="memory">Answers that need not be asked for again, or <see langword="null"/>.</param>
    /// <returns>The session; keeps the context, so it must not outlive the call.</returns>
    public SlackSession Open(ConnectorContext context, string purpose, AnswerMemory? memory = null)
    {
        var settings = SlackSettings.From(context.Settings);

        if (!Uri.TryCreate(settings.ApiAddress, UriKind.Absolute, out var address))
        {
            throw new Abstractions.Errors.ConnectorException(Abstractions.Errors.FailureReason.FixSettings, "The API address is not an address.", "Correct the API address, such as https://slack.com/.", "not_an_address");
        }

        var pace = new SessionPace(pacers, settings.PaceChoice, context.Shared, () => CountedTogether(address, settings), context.Clock, context.Logger);
        var client = new SlackClient(context.Http, new(address), pace, errors, jitter, context.Clock, context.Logger);

        return new(context, settings, client, new SlackTokens(context, settings, client), _identities, purpose, memory);
    }

    /// <summary>App and workspace, by which Slack counts calls; a playground beside Slack counts for itself.</summary>
    private string? CountedTogether(Uri address, SlackSettings settings) =>
        _identities.Known is { } identity && (identity.AppId ?? settings.ClientId) is { } app ? $"pace/{address.Authority}/{app}/{identity.TeamId}" : null;

    /// <inheritdoc/>
    public void Dispose() => _identities.Dispose();
}
