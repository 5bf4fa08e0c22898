using System.Net.Http.Headers;
using System.Text;
using Microsoft.Extensions.Logging;
using Plugin.Abstractions;
using Plugin.Abstractions.Authorization;
using Plugin.Abstractions.Errors;
using Plugin.Abstractions.Settings;
using Plugin.Slack.Api;
using Plugin.Slack.Api.Answers;
using Plugin.Slack.Settings;

namespace Plugin.Slack.Authorization;

/// <summary>The token of one verb's calls: the granted one, renewed two hours before it ends, or the pasted one. Used by one stream at a time.</summary>
/// <param name="context">The session's context.</param>
/// <param name="settings">The settings.</param>
/// <param name="client">The way to Slack.</param>
internal sealed partial class SlackTokens(ConnectorContext context, SlackSettings settings, SlackClient client)
{
    // Rotating tokens live for twelve hours; a run that begins now should not meet the end.
    private static readonly TimeSpan RenewBefore = TimeSpan.FromHours(2);

    private static readonly TimeSpan RenewAgainAfter = TimeSpan.FromMinutes(5);

    private readonly AnswerReader<OAuthAccessAnswer> _reader = new(SlackJson.Default.OAuthAccessAnswer);
    private Credential? _credential;
    private Secret? _token;
    private DateTimeOffset _renewFrom = DateTimeOffset.MinValue;

    /// <summary>Why the token could not be renewed before its end, or <see langword="null"/>.</summary>
    public ConnectorException? NotRenewed { get; private set; }

    /// <summary>The granted credential that is in use, or <see langword="null"/> for a pasted token.</summary>
    public Credential? Granted => _credential;

    /// <summary>The header of HTTP Basic for the app itself, as Slack advises for the exchange.</summary>
    /// <param name="settings">The settings; Client ID and Client Secret must be there.</param>
    /// <returns>The header.</returns>
    /// <exception cref="ConnectorException">One of them is missing.</exception>
    public static AuthenticationHeaderValue App(SlackSettings settings)
    {
        if (settings is not { ClientId: { } id, ClientSecret: { } secret })
        {
            throw new ConnectorException(FailureReason.FixSettings, "Client ID or Client Secret is missing; both are needed to get or renew a token.", "Fill in both fields from the Slack app's page Basic Information.", "required");
        }

        return new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{Uri.EscapeDataString(id)}:{Uri.EscapeDataString(secret.Reveal())}")));
    }

    /// <summary>The token for the next call.</summary>
    /// <param name="cost">Where a renewal's cost is added.</param>
    /// <param name="waiting">Told of each wait.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>The token.</returns>
    /// <exception cref="ConnectorException">There is none, or it could not be renewed.</exception>
    public async Task<Secret> CurrentAsync(CallCost cost, Action<TimeSpan, string> waiting, CancellationToken cancellationToken)
    {
        if (_token is null)
        {
            _credential = await context.Credentials.ReadAsync(cancellationToken);
            _token = _credential?.AccessToken ?? settings.Token;
        }

        if (_token is null)
        {
            throw new ConnectorException(FailureReason.AuthorizeAgain, "There is no token: nothing was granted yet and none was pasted.", "Press Authorize, or paste a user token (xoxp-…).", "not_authed");
        }

        if (_token.Reveal().Any(character => !char.IsAsciiLetterOrDigit(character) && character is not ('.' or '-' or '_')))
        {
            throw new ConnectorException(FailureReason.FixSettings, "The token has characters that no token has.", "Paste the token again, without white space or quotation marks, or press Authorize.", "token_characters");
        }

        if (IsEnding(_credential) && context.Clock.GetUtcNow() >= _renewFrom)
        {
            try
            {
                await RenewAsync(stored => IsEnding(stored), cost, waiting, cancellationToken);
                NotRenewed = null;
            }
            catch (ConnectorException exception) when (_credential?.ExpiresAt > context.Clock.GetUtcNow())
            {
                // Renewed early on purpose: while the old one lives, the run goes on with it.
                NotRenewed = exception;
                _renewFrom = exception.Reason is FailureReason.TryLater ? context.Clock.GetUtcNow() + RenewAgainAfter : DateTimeOffset.MaxValue;
                LogNotRenewed(context.Logger, exception.SourceCode ?? "");
            }
        }

        return _token;
    }

    /// <summary>Replaces a token that Slack called expired.</summary>
    /// <param name="refused">The token that was refused.</param>
    /// <param name="cost">Where the cost is added.</param>
    /// <param name="waiting">Told of each wait.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>Whether there is another token now.</returns>
    /// <exception cref="ConnectorException">It could not be renewed.</exception>
    public async Task<bool> TryReplaceAsync(Secret refused, CallCost cost, Action<TimeSpan, string> waiting, CancellationToken cancellationToken)
    {
        if (_credential?.RefreshToken is null)
        {
            return false;
        }

        await RenewAsync(stored => stored.AccessToken.Equals(refused), cost, waiting, cancellationToken);

        return !_credential.AccessToken.Equals(refused);
    }

    private bool IsEnding(Credential? credential) =>
        credential is { RefreshToken: not null, ExpiresAt: { } end } && end - RenewBefore <= context.Clock.GetUtcNow();

    private async Task RenewAsync(Func<Credential, bool> isNeeded, CallCost cost, Action<TimeSpan, string> waiting, CancellationToken cancellationToken)
    {
        // Another session may have renewed meanwhile: the store hands over what it holds now, and a refresh token works only once.
        _credential = await context.Credentials.RenewAsync(
            async (stored, token) => isNeeded(stored) && stored.RefreshToken is { } refreshToken ? await RefreshAsync(refreshToken, cost, waiting, token) : stored,
            cancellationToken);
        _token = _credential.AccessToken;
    }

    private async Task<Credential> RefreshAsync(Secret refreshToken, CallCost cost, Action<TimeSpan, string> waiting, CancellationToken cancellationToken)
    {
        KeyValuePair<string, string>[] form = [new("grant_type", "refresh_token"), new("refresh_token", refreshToken.Reveal())];
        var call = new SlackCall<OAuthAccessAnswer>("oauth.v2.access", SlackTier.Special, form, _reader);
        var result = await client.CallAsync(call, App(settings), cost, waiting, cancellationToken);

        if (!result.TryGet(out var answer, out var failure))
        {
            throw failure.ToException();
        }

        // A refresh has the token at the top, the first exchange under authed_user.
        var accessToken = answer.AccessToken ?? answer.AuthedUser?.AccessToken;
        var renewed = answer.RefreshToken ?? answer.AuthedUser?.RefreshToken;
        var seconds = answer.ExpiresIn ?? answer.AuthedUser?.ExpiresIn;

        if (string.IsNullOrWhiteSpace(accessToken))
        {
            throw new ConnectorException(FailureReason.ReportDefect, "Slack renewed the token but sent none.", "Press Authorize again; if it happens once more, report it.", "no_token");
        }

        LogRenewed(context.Logger);

        return new()
        {
            AccessToken = new(accessToken),
            RefreshToken = string.IsNullOrWhiteSpace(renewed) ? refreshToken : new(renewed),
            ExpiresAt = CredentialEnd.After(context.Clock.GetUtcNow(), seconds),
        };
    }

    [LoggerMessage(EventId = 1200, Level = LogLevel.Information, Message = "The access token was renewed")]
    private static partial void LogRenewed(ILogger logger);

    [LoggerMessage(EventId = 1201, Level = LogLevel.Warning, Message = "The access token could not be renewed yet ({Code}); the old one still lives")]
    private static partial void LogNotRenewed(ILogger logger, string code);
}
