using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Plugin.Abstractions;
using Plugin.Abstractions.Authorization;
using Plugin.Abstractions.Errors;
using Plugin.Abstractions.Settings;
using Plugin.Orchard.Authorization;
using Plugin.Orchard.Settings;

namespace Plugin.Orchard.Api;

/// <summary>The orchard's office: who may read what. Without a service address the office is open and knows everybody, and no call is made.</summary>
internal sealed class OrchardOffice(ConnectorContext context, OrchardSettings settings)
{
    private static readonly TimeSpan CallLimit = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan RenewalMargin = TimeSpan.FromMinutes(5);

    private int _calls;

    /// <summary>Whom the token belongs to. Asked once a page, as a real connector shows its token with every call; at home the asking counts and costs nothing.</summary>
    public async Task<OrchardIdentity> WhoAmIAsync(CancellationToken cancellationToken)
    {
        if (settings.Address is not { } address)
        {
            _calls++;
            await FreshTokenAsync(cancellationToken);

            return new("Home Orchard", "head gardener", [.. OrchardScopes.All.Select(scope => scope.Name).Except(settings.Withheld)], settings.Day);
        }

        using var answer = await AskAsync(new(address, "whoami"), cancellationToken);
        var root = answer.RootElement;

        return new(
            Text(root, "orchard"),
            Text(root, "account"),
            [.. Text(root, "scopes").Split(' ', StringSplitOptions.RemoveEmptyEntries).Except(settings.Withheld)],
            settings.Day + (root.TryGetProperty("day", out var day) && day.TryGetInt32(out var number) ? Math.Clamp(number, 0, OrchardSettings.MaximumChange - settings.Day) : 0));
    }

    /// <summary>The calls made since the last time this was asked.</summary>
    public int TakeCalls()
    {
        var calls = _calls;
        _calls = 0;

        return calls;
    }

    /// <summary>Sends a form to the office's token desk.</summary>
    public async Task<OrchardTokens> TradeAsync(IReadOnlyDictionary<string, string> form, CancellationToken cancellationToken)
    {
        if (settings.Address is not { } address)
        {
            throw Unaddressed();
        }

        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(address, "token")) { Content = new FormUrlEncodedContent(form) };
        using var answer = await SendAsync(request, cancellationToken);
        var root = answer.RootElement;

        return new(
            new()
            {
                AccessToken = new(Text(root, "access_token")),
                RefreshToken = root.TryGetProperty("refresh_token", out var refresh) && refresh.GetString() is { Length: > 0 } text ? new(text) : null,
                ExpiresAt = root.TryGetProperty("expires_in", out var seconds) ? context.Clock.GetUtcNow().AddSeconds(seconds.GetInt32()) : null,
            },
            Text(root, "scopes").Split(' ', StringSplitOptions.RemoveEmptyEntries),
            Text(root, "account"),
            Text(root, "orchard"));
    }

    public static ConnectorException Unaddressed() => new(
        FailureReason.FixSettings, "There is no service address, so that no consent can be asked for.", "Type in the service address, or a token by hand.", "no_service_address");

    private static string Text(JsonElement root, string name) =>
        root.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.String && value.GetString() is { Length: > 0 } text
            ? text
            : throw new ConnectorException(
                FailureReason.ReportDefect, $"The orchard's office answered without '{name}'.", "Check that the service address belongs to an orchard; if so, report a defect.", "incomplete_answer");

    private async Task<JsonDocument> AskAsync(Uri address, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        request.Headers.Authorization = new("Bearer", (await FreshTokenAsync(cancellationToken)).Reveal());

        return await SendAsync(request, cancellationToken);
    }

    private async Task<JsonDocument> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(CallLimit, context.Clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);

        try
        {
            _calls++;
            request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
            using var response = await context.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token);

            if (!response.IsSuccessStatusCode)
            {
                throw Refused(response.StatusCode);
            }

            await using var body = await response.Content.ReadAsStreamAsync(either.Token);

            return await JsonDocument.ParseAsync(body, cancellationToken: either.Token);
        }
        catch (JsonException)
        {
            throw new ConnectorException(
                FailureReason.ReportDefect, "The orchard's office answered something that is no JSON.", "Check that the service address belongs to an orchard.", "no_json");
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException)
        {
            throw new ConnectorException(FailureReason.TryLater, "The orchard's office cannot be reached.", "Check the service address and try again later.", "unreachable", exception);
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new ConnectorException(
                FailureReason.TryLater, $"The orchard's office did not answer within {CallLimit.TotalSeconds.ToString(CultureInfo.InvariantCulture)} s.", "Try again later.", "no_answer");
        }
    }

    private static ConnectorException Refused(HttpStatusCode status) => status switch
    {
        HttpStatusCode.Unauthorized => new(
            FailureReason.AuthorizeAgain, "The orchard's office does not accept the token.", "Open the connector and choose Authorize.", "invalid_token"),
        HttpStatusCode.BadRequest => new(
            FailureReason.AuthorizeAgain, "The orchard's office does not accept the code: it is used up or too old.", "Choose Authorize once more.", "invalid_code"),
        HttpStatusCode.Forbidden => new(
            FailureReason.FixSettings, "The orchard's office does not know this client id with this secret.", "Correct Client ID and Client Secret.", "bad_client"),
        _ => new(
            FailureReason.TryLater,
            $"The orchard's office answered with HTTP status {((int)status).ToString(CultureInfo.InvariantCulture)}.",
            "Try again later.",
            ((int)status).ToString(CultureInfo.InvariantCulture)),
    };

    /// <summary>The token to send: the stored one, renewed when it is about to end; else the typed one.</summary>
    private async Task<Secret> FreshTokenAsync(CancellationToken cancellationToken)
    {
        var stored = await context.Credentials.ReadAsync(cancellationToken);

        if (stored is null)
        {
            return context.Settings.Secret(OrchardSettings.Token) ?? throw new ConnectorException(
                FailureReason.AuthorizeAgain, "There is no token.", "Open the connector and choose Authorize.", "no_token");
        }

        if (!IsEnding(stored))
        {
            return stored.AccessToken;
        }

        if (stored.RefreshToken is null)
        {
            throw new ConnectorException(FailureReason.AuthorizeAgain, "The token has ended and cannot be renewed.", "Open the connector and choose Authorize.", "token_expired");
        }

        return (await context.Credentials.RenewAsync(RenewAsync, cancellationToken)).AccessToken;
    }

    private async Task<Credential> RenewAsync(Credential current, CancellationToken cancellationToken)
    {
        // Another session may have renewed it while this one waited for its turn.
        if (!IsEnding(current) || current.RefreshToken is not { } refreshToken)
        {
            return current;
        }

        if (settings.Address is null)
        {
            return current with
            {
                AccessToken = new(refreshToken.Reveal() + "-access"),
                RefreshToken = new(refreshToken.Reveal() + "+"),
                ExpiresAt = context.Clock.GetUtcNow().AddHours(12),
            };
        }

        return (await TradeAsync(OrchardAuthorization.RenewalForm(context.Settings, refreshToken), cancellationToken)).Credential;
    }

    private bool IsEnding(Credential credential) => credential.ExpiresAt is { } end && end - context.Clock.GetUtcNow() < RenewalMargin;
}
