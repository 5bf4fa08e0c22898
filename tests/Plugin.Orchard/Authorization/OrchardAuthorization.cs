using Plugin.Abstractions;
using Plugin.Abstractions.Authorization;
using Plugin.Abstractions.Errors;
using Plugin.Abstractions.Settings;
using Plugin.Orchard.Api;
using Plugin.Orchard.Settings;

namespace Plugin.Orchard.Authorization;

/// <summary>Consent at the orchard's office: an authorization code, traded for a token with the client's secret.</summary>
internal static class OrchardAuthorization
{
    public static AuthorizationDescription Description { get; } = new()
    {
        TokenSetting = OrchardSettings.Token,
        RequiredSettings = [OrchardSettings.ClientId, OrchardSettings.ClientSecret, OrchardSettings.ServiceAddress],
        ConsentedBy = "The head gardener, because only the head gardener may show the growers' list to others.",
    };

    public static Uri Begin(AuthorizationRequest request)
    {
        var settings = Usable(request.Settings);
        var clientId = Text(request.Settings, OrchardSettings.ClientId);
        var scopes = string.Join(' ', OrchardScopes.All.Select(scope => scope.Name));
        var address = settings.Address ?? throw OrchardOffice.Unaddressed();

        return new(
            address,
            $"consent?client_id={Uri.EscapeDataString(clientId)}&scope={Uri.EscapeDataString(scopes)}"
            + $"&redirect_uri={Uri.EscapeDataString(request.RedirectUri.OriginalString)}&state={Uri.EscapeDataString(request.State)}");
    }

    public static async Task<AuthorizationGrant> CompleteAsync(ConnectorContext context, AuthorizationCallback callback, CancellationToken cancellationToken)
    {
        if (callback.Value("error") is { } error)
        {
            throw error is "access_denied"
                ? new ConnectorException(FailureReason.ConsentDenied, "The head gardener declined.", "Ask for consent again when it will be given.", "access_denied")
                : new ConnectorException(FailureReason.TryLater, "The orchard's office ended the consent with an error.", "Choose Authorize once more.", "consent_failed");
        }

        if (callback.Value("code") is not { Length: > 0 } code)
        {
            throw new ConnectorException(FailureReason.AuthorizeAgain, "The orchard's office sent no code.", "Choose Authorize once more.", "no_code");
        }

        var form = ClientForm(context.Settings);
        form["code"] = code;
        form["redirect_uri"] = callback.RedirectUri.OriginalString;

        var tokens = await new OrchardOffice(context, Usable(context.Settings)).TradeAsync(form, cancellationToken);

        return new()
        {
            Credential = tokens.Credential,
            GrantedScopes = tokens.Scopes,
            MissingScopes = [.. OrchardScopes.All.Select(scope => scope.Name).Except(tokens.Scopes)],
            AccountId = tokens.Account,
            TenantId = tokens.Orchard,
            TenantName = tokens.Orchard,
        };
    }

    public static IReadOnlyDictionary<string, string> RenewalForm(SettingValues settings, Secret refreshToken)
    {
        var form = ClientForm(settings);
        form["refresh_token"] = refreshToken.Reveal();

        return form;
    }

    private static Dictionary<string, string> ClientForm(SettingValues settings) => new()
    {
        ["client_id"] = Text(settings, OrchardSettings.ClientId),
        ["client_secret"] = (settings.Secret(OrchardSettings.ClientSecret) ?? throw Missing(OrchardSettings.ClientSecret)).Reveal(),
    };

    /// <summary>The settings, unless one of them is wrong. The token may be missing: it is what the consent is for.</summary>
    private static OrchardSettings Usable(SettingValues settings) =>
        OrchardSettingsValidator.Check(settings).FirstOrDefault(problem => problem.Setting != OrchardSettings.Token) is { } problem
            ? throw new ConnectorException(FailureReason.FixSettings, $"The setting '{problem.Setting}' is wrong: {problem.Message}", "Correct the setting.", problem.Code)
            : new(settings);

    private static string Text(SettingValues settings, string name) => settings.Text(name) ?? throw Missing(name);

    private static ConnectorException Missing(string name) =>
        new(FailureReason.FixSettings, $"The setting '{name}' is empty.", "Fill it in and choose Authorize again.", "missing");
}
