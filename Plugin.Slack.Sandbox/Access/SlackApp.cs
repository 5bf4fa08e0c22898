using System.Collections.Concurrent;
using System.Globalization;
using Plugin.Slack.Sandbox.Workspace;

namespace Plugin.Slack.Sandbox.Access;

/// <summary>The one app of this sandbox: its credentials, and the codes and tokens handed out.</summary>
internal sealed class SlackApp
{
    public static readonly TimeSpan CodeLifetime = TimeSpan.FromMinutes(10);

    public static readonly TimeSpan TokenLifetime = TimeSpan.FromSeconds(43_200);

    private readonly SlackWorkspace _workspace;
    private readonly TimeProvider _time;
    private readonly IReadOnlyList<Uri> _redirectUrls;
    private readonly ConcurrentDictionary<string, AuthorizationCode> _codes = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Grant> _tokens = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Grant> _refreshTokens = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, bool> _revoked = new(StringComparer.Ordinal);
    private int _issued;

    public SlackApp(SandboxOptions options, SlackOrganisation organisation)
    {
        SlackWorkspace workspace = organisation.Home;
        _workspace = workspace;
        InstalledIn = organisation.IsInstalledOrgWide ? SlackOrganisation.Name : workspace.Name;
        _time = options.TimeProvider;
        _redirectUrls = options.RedirectUrls;
        Rotates = options.Rotation;
        ClientId = options.ClientId ?? string.Create(
            CultureInfo.InvariantCulture, $"{1_000_000_000 + (Chance.Of(workspace.Seed, 'C') % 9_000_000_000)}.{workspace.AppNumber}");
        ClientSecret = options.ClientSecret ?? Hexadecimal("secret");
        foreach (SandboxToken token in options.Tokens)
        {
            bool administrator = token.Scopes.Contains("admin");
            _tokens[token.Value] = new Grant(workspace.UserIndexOf(administrator), administrator, token.Scopes, ExpiresAt: null);
        }
    }

    /// <summary>What the workspace or organisation that consents is called.</summary>
    public string InstalledIn { get; }

    public string ClientId { get; }

    public string ClientSecret { get; }

    public bool Rotates { get; }

    /// <summary>Whether an address may receive a code: it equals a configured one or lies below it.</summary>
    public bool AcceptsRedirect(string address)
    {
        if (!Uri.TryCreate(address, UriKind.Absolute, out Uri? uri) || uri.Scheme is not ("http" or "https") || address.Contains('#', StringComparison.Ordinal)
            || uri.UserInfo.Length > 0)
        {
            return false;
        }

        if (_redirectUrls.Count == 0)
        {
            return uri.IsLoopback;
        }

        foreach (Uri configured in _redirectUrls)
        {
            string below = configured.AbsolutePath.EndsWith('/') ? configured.AbsolutePath : configured.AbsolutePath + "/";
            if (uri.Scheme == configured.Scheme && uri.Authority == configured.Authority
                && (uri.AbsolutePath == configured.AbsolutePath || uri.AbsolutePath.StartsWith(below, StringComparison.Ordinal)))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Where a consent without <c>redirect_uri</c> goes: the first configured address.</summary>
    public string? DefaultRedirect => _redirectUrls.Count == 0 ? null : _redirectUrls[0].AbsoluteUri;

    public string IssueCode(string? redirectUri, IReadOnlyList<string> scopes)
    {
        string code = string.Create(CultureInfo.InvariantCulture, $"{_workspace.AppNumber}.{Next()}.{Hexadecimal("code")}{Hexadecimal("more")}");
        _codes[code] = new AuthorizationCode(redirectUri, scopes, _time.GetUtcNow() + CodeLifetime);
        return code;
    }

    /// <summary>The consent behind a code that is still good; a used, expired or invented one gives null.</summary>
    public AuthorizationCode? FindCode(string code) =>
        _codes.TryGetValue(code, out AuthorizationCode? consent) && consent.ExpiresAt > _time.GetUtcNow() ? consent : null;

    /// <summary>False when somebody else was faster: a code works once.</summary>
    public bool UseCode(string code) => _codes.TryRemove(code, out _);

    public IssuedToken IssueToken(IReadOnlyList<string> scopes)
    {
        DateTimeOffset? expires = Rotates ? _time.GetUtcNow() + TokenLifetime : null;

        // Whoever consents in this sandbox is the primary owner.
        Grant grant = new(_workspace.UserIndexOf(asAdministrator: true), IsAdministrator: true, scopes, expires);
        int number = Next();
        string start = Rotates ? "xoxe.xoxp-1-" : "xoxp-";
        string token = string.Create(
            CultureInfo.InvariantCulture, $"{start}{_workspace.AppNumber}-{1_000_000_000_000 + number}-{Hexadecimal("token")}");
        _tokens[token] = grant;
        if (!Rotates)
        {
            return new IssuedToken(token, RefreshToken: null, grant);
        }

        string refresh = string.Create(CultureInfo.InvariantCulture, $"xoxe-1-{Hexadecimal("refresh")}{Hexadecimal("token")}");
        _refreshTokens[refresh] = grant;
        return new IssuedToken(token, refresh, grant);
    }

    /// <summary>Exchanges a refresh token, which works once; null when it is not known.</summary>
    public IssuedToken? Refresh(string refreshToken) =>
        _refreshTokens.TryRemove(refreshToken, out Grant? grant) ? IssueToken(grant.Scopes) : null;

    /// <summary>The grant behind a token, or the code that Slack refuses with.</summary>
    public (Grant? Grant, string? Refusal) FindToken(string? token)
    {
        if (token is null)
        {
            return (null, "not_authed");
        }

        if (!_tokens.TryGetValue(token, out Grant? grant))
        {
            return (null, _revoked.ContainsKey(token) ? "token_revoked" : "invalid_auth");
        }

        return grant.ExpiresAt <= _time.GetUtcNow() ? (null, "token_expired") : (grant, null);
    }

    public long? SecondsLeft(Grant grant) => grant.ExpiresAt is { } end ? (long)(end - _time.GetUtcNow()).TotalSeconds : null;

    public void Revoke(Grant grant)
    {
        foreach ((string token, Grant owner) in _tokens)
        {
            if (ReferenceEquals(owner, grant) && _tokens.TryRemove(token, out _))
            {
                _revoked[token] = true;
            }
        }
    }

    private int Next() => Interlocked.Increment(ref _issued);

    private string Hexadecimal(string about)
    {
        ulong first = Chance.Of(_workspace.Seed + (ulong)_issued, about);
        ulong second = Chance.Of(first, about);
        return string.Create(CultureInfo.InvariantCulture, $"{first:x16}{second:x16}");
    }
}
