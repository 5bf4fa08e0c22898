using Plugin.Slack.Sandbox.Access;

namespace Plugin.Slack.Sandbox.Consent;

/// <summary>What an authorization link asks for, once it is known to be in order.</summary>
/// <param name="Target">Where the answer goes.</param>
/// <param name="RedirectUri">As it stood in the link; the exchange must repeat it.</param>
internal sealed record ConsentRequest(string Target, string? RedirectUri, string? State, IReadOnlyList<string> Scopes)
{
    /// <summary>Reads the link. Slack shows these errors itself and redirects nowhere, as the address cannot be trusted.</summary>
    public static (ConsentRequest? Request, ConsentError? Error) Read(IQueryCollection query, SlackApp app)
    {
        if (query["client_id"].ToString() != app.ClientId)
        {
            return (null, new ConsentError("invalid_client_id", "The link names a client id that this sandbox does not know."));
        }

        string? redirectUri = query["redirect_uri"].ToString() is { Length: > 0 } given ? given : null;
        string? target = redirectUri ?? app.DefaultRedirect;
        if (target is null || !app.AcceptsRedirect(target))
        {
            return (null, new ConsentError("bad_redirect_uri", "The redirect address is not one that the app is configured for."));
        }

        string[] scopes = Split(query["user_scope"].ToString());
        if (scopes.Length == 0 && query["scope"].ToString().Length == 0)
        {
            return (null, new ConsentError("no_scopes", "No scopes requested."));
        }

        if (query["scope"].ToString().Length > 0 || scopes.FirstOrDefault(scope => !Access.Scopes.Words.ContainsKey(scope)) is not null)
        {
            return (null, new ConsentError("invalid_scope", "The link asks for a scope that this sandbox does not offer to users."));
        }

        return (new ConsentRequest(target, redirectUri, query["state"].ToString() is { Length: > 0 } state ? state : null, scopes), null);
    }

    /// <summary>The callback with more parameters, added to those that the address already has.</summary>
    public string Callback(string name, string value)
    {
        string separator = Target.Contains('?', StringComparison.Ordinal) ? "&" : "?";
        string state = State is null ? string.Empty : $"&state={Uri.EscapeDataString(State)}";
        return $"{Target}{separator}{name}={Uri.EscapeDataString(value)}{state}";
    }

    private static string[] Split(string scopes) =>
        [.. scopes.Split([',', ' '], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Distinct(StringComparer.Ordinal)];
}
