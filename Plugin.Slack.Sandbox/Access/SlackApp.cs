using System.Collections.Concurrent;
using System.Globalization;
using Plugin.Slack.Sandbox.Workspace;

namespace Plugin.Slack.Sandbox.Access;

/// <summary>The one app of this sandbox: its credentials, and the codes and tokens handed out.</summary>
internal sealed class SlackApp
{
    public static readonly TimeSpan CodeLifetime = TimeSpan.FromMinutes(10);

    public static readonly TimeSpan TokenLifetime = TimeSpan.FromSeconds(43_200);

    /// <summary>For so long a refresh token that was used works once more, for whoever lost the answer.</summary>
    public static readonly TimeSpan RefreshGrace = TimeSpan.FromMinutes(1);

    private const int MostLiveTokens = 2;

    private readonly SlackWorkspace _workspace;
    private readonly TimeProvider _time;
    private readonly IReadOnlyList<Uri> _redirectUrls;
    private readonly ConcurrentDictionary<string, AuthorizationCode> _codes = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Grant> _tokens = new(StringComparer.Ordinal);
    private readonly Dictionary<string, RefreshToken> _refreshTokens = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, bool> _revoked = new(StringComparer.Ordinal);
    private readonly Lock _rotation = new();
    private int _issued;

    public SlackApp(SandboxOptions options, SlackOrganisation organisation)
    {
        SlackWorkspace workspace = organisation.Home;
        _workspace = workspace;
        InstalledIn = organisation.IsInstalledOrgWide ? SlackOrganisation.Name : workspace.Name;
        _time = options.TimeProvider;
        _redirectUrls = options.RedirectUrls;
        Rotates = options.Rotation;
        Installer = new Installer(organisation);
        ClientId = options.ClientId ?? string.Create(
            CultureInfo.InvariantCulture, $"{1_000_000_000 + (Chance.Of(workspace.Seed, 'C') % 9_000_000_000)}.{workspace.AppNumber}");
        ClientSecret = options.ClientSecret ?? Hexadecimal("secret");
        foreach (SandboxToken token in options.Tokens)
        {
            bool administrator = token.Scopes.Contains("admin");
            Installation installation = new(workspace.UserIndexOf(administrator), administrator) { Scopes = token.Scopes };
            installation.LiveTokens.Add(token.Value);
            _tokens[token.Value] = new Grant(installation, ExpiresAt: null);
        }
    }

    /// <summary>What the workspace or organisation that consents is called.</summary>
    public string InstalledIn { get; }

    public string ClientId { get; }

    public string ClientSecret { get; }

    public bool Rotates { get; }

    public Installer Installer { get; }

    public Migration Migration { get; } = new();

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

    /// <summary>The first token of a consent. Whoever consents in this sandbox is the primary owner.</summary>
    public IssuedToken IssueToken(IReadOnlyList<string> scopes)
    {
        Installation installation = new(_workspace.UserIndexOf(asAdministrator: true), IsByAdministrator: true) { Scopes = scopes };
        lock (_rotation)
        {
            return Issue(installation);
        }
    }

    /// <summary>
    /// Exchanges a refresh token, which works once, and once more within <see cref="RefreshGrace"/>; null when it does not, or no longer.
    /// </summary>
    public IssuedToken? Refresh(string refreshToken)
    {
        DateTimeOffset now = _time.GetUtcNow();
        lock (_rotation)
        {
            if (!_refreshTokens.TryGetValue(refreshToken, out RefreshToken? found) || found.IsSpent || now - found.UsedAt > RefreshGrace
                || Installer.IsDeactivated(new Grant(found.Installation, ExpiresAt: null)))
            {
                return null;
            }

            _refreshTokens[refreshToken] = found with { UsedAt = found.UsedAt ?? now, IsSpent = found.UsedAt is not null };
            return Issue(found.Installation);
        }
    }

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

        return Installer.IsDeactivated(grant) ? (null, "account_inactive")
            : grant.ExpiresAt <= _time.GetUtcNow() ? (null, "token_expired")
            : (grant, null);
    }

    public long? SecondsLeft(Grant grant) => grant.ExpiresAt is { } end ? (long)(end - _time.GetUtcNow()).TotalSeconds : null;

    public void Revoke(Grant grant) => Revoke((_, owner) => ReferenceEquals(owner, grant));

    /// <summary>Revokes one token; or, when none is named, all with what could refresh them. Returns how many.</summary>
    public int Revoke(string? token)
    {
        if (token is null)
        {
            lock (_rotation)
            {
                _refreshTokens.Clear();
            }
        }

        return Revoke((value, _) => token is null || value == token);
    }

    /// <summary>Lets one token that rotates, or all of them, expire now. Returns how many.</summary>
    public int Expire(string? token)
    {
        int expired = 0;
        foreach ((string value, Grant grant) in _tokens)
        {
            if (grant.ExpiresAt is not null && (token is null || value == token))
            {
                _tokens[value] = grant with { ExpiresAt = _time.GetUtcNow() };
                expired++;
            }
        }

        return expired;
    }

    /// <summary>Changes what one token, or all of them, may do; with it the others of the same consent. Returns how many.</summary>
    public int ChangeScopes(string? token, Func<IReadOnlyList<string>, IReadOnlyList<string>> change)
    {
        Installation[] installations = [.. _tokens.Where(pair => token is null || pair.Key == token).Select(pair => pair.Value.Installation).Distinct(ReferenceEqualityComparer.Instance).Cast<Installation>()];
        foreach (Installation installation in installations)
        {
            installation.Scopes = change(installation.Scopes);
        }

        return installations.Length;
    }

    private int Revoke(Func<string, Grant, bool> concerns)
    {
        int revoked = 0;
        foreach ((string token, Grant grant) in _tokens)
        {
            if (concerns(token, grant) && _tokens.TryRemove(token, out _))
            {
                _revoked[token] = true;
                revoked++;
            }
        }

        return revoked;
    }

    /// <summary>To be called with the lock held. A third token of one consent ends the oldest.</summary>
    private IssuedToken Issue(Installation installation)
    {
        DateTimeOffset? expires = Rotates ? _time.GetUtcNow() + TokenLifetime : null;
        Grant grant = new(installation, expires);
        int number = Next();
        string start = Rotates ? "xoxe.xoxp-1-" : "xoxp-";
        string token = string.Create(
            CultureInfo.InvariantCulture, $"{start}{_workspace.AppNumber}-{1_000_000_000_000 + number}-{Hexadecimal("token")}");
        _tokens[token] = grant;
        installation.LiveTokens.Add(token);
        if (!Rotates)
        {
            return new IssuedToken(token, RefreshToken: null, grant);
        }

        if (installation.LiveTokens.Count > MostLiveTokens)
        {
            Revoke(installation.LiveTokens[0]);
            installation.LiveTokens.RemoveAt(0);
        }

        string refresh = string.Create(CultureInfo.InvariantCulture, $"xoxe-1-{Hexadecimal("refresh")}{Hexadecimal("token")}");
        _refreshTokens[refresh] = new RefreshToken(installation, UsedAt: null, IsSpent: false);
        return new IssuedToken(token, refresh, grant);
    }

    private int Next() => Interlocked.Increment(ref _issued);

    private string Hexadecimal(string about)
    {
        ulong first = Chance.Of(_workspace.Seed + (ulong)_issued, about);
        ulong second = Chance.Of(first, about);
        return string.Create(CultureInfo.InvariantCulture, $"{first:x16}{second:x16}");
    }
}
