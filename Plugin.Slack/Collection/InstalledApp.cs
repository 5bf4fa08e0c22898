namespace Plugin.Slack.Collection;

/// <summary>What the log of changes says of one app, whatever the order in which its entries come.</summary>
/// <param name="teamId">The workspace.</param>
/// <param name="id">The app, or <c>service:</c> and the id of a service of the older kind.</param>
internal sealed class InstalledApp(string? teamId, string id)
{
    private readonly Dictionary<string, (DateTimeOffset? Added, DateTimeOffset? Removed)> _accounts = new(StringComparer.Ordinal);
    private (DateTimeOffset At, string? Change, string? By)? _last;
    private (DateTimeOffset At, string Name)? _named;
    private (DateTimeOffset At, string Scopes)? _scoped;
    private (DateTimeOffset At, bool IsDisabled, string? Reason)? _switched;

    /// <summary>The app.</summary>
    public string Id => id;

    /// <summary>The workspace of the log.</summary>
    public string? TeamId => teamId;

    /// <summary>Accounts that the log names for it, which is what it needs memory for.</summary>
    public int Accounts => _accounts.Count;

    /// <summary>The latest name.</summary>
    public string? Name => _named?.Name;

    /// <summary>The latest scopes.</summary>
    public string? Scopes => _scoped?.Scopes;

    /// <summary>Whether the latest of enabling and disabling was disabling.</summary>
    public bool IsDisabled => _switched is { IsDisabled: true };

    /// <summary>Why it was disabled, or <see langword="null"/>.</summary>
    public string? DisabledBecause => _switched is { IsDisabled: true } ? _switched.Value.Reason : null;

    /// <summary>The latest change, or <see langword="null"/>.</summary>
    public string? LastChange => _last?.Change;

    /// <summary>Who made the latest change.</summary>
    public string? LastChangeBy => _last?.By;

    /// <summary>When the latest change was made.</summary>
    public DateTimeOffset? LastChangedAt => Given(_last?.At);

    /// <summary>Reads the log's last word. To be called once all entries were taken.</summary>
    /// <returns>The app as it is installed now, or <see langword="null"/> when it is not.</returns>
    public AppRow? Now()
    {
        // Only an administrator can remove what somebody else has installed.
        var removedForAll = _accounts.Values.Max(account => account.Added is null ? account.Removed : null);
        var standing = _accounts.Where(account => account.Value.Added is { } added && !(account.Value.Removed > added) && !(removedForAll > added)).ToList();
        var isOlderThanLog = _last?.Change is not "removed" && !_accounts.Values.Any(account => account.Added is not null);

        return standing.Count > 0 || isOlderThanLog
            ? new(this, Given(standing.Min(account => account.Value.Added)), FirstOf(standing), [.. standing.Select(account => account.Key).Where(account => account.Length > 0).Order(StringComparer.Ordinal)])
            : null;
    }

    /// <summary>Takes an entry of the log.</summary>
    /// <param name="at">When; <see cref="DateTimeOffset.MinValue"/> when the entry does not say.</param>
    /// <param name="change">What happened.</param>
    /// <param name="userId">Who did it.</param>
    /// <param name="name">The app's name.</param>
    /// <param name="scopes">Its scopes.</param>
    /// <param name="reason">Why.</param>
    public void Take(DateTimeOffset at, string? change, string? userId, string? name, string? scopes, string? reason)
    {
        // Of two entries of the same second the one that leaves the app installed counts: a reinstallation is removal and addition at once.
        if (!(at < _last?.At) && !(at == _last?.At && change is "removed"))
        {
            _last = (at, change, userId);
        }

        if (name is { Length: > 0 } && !(at < _named?.At))
        {
            _named = (at, name);
        }

        if (scopes is { Length: > 0 } && !(at < _scoped?.At))
        {
            _scoped = (at, scopes);
        }

        if (change is "enabled" or "disabled" && (_switched is null || at > _switched.Value.At || (at == _switched.Value.At && change is "enabled")))
        {
            _switched = (at, change is "disabled", reason);
        }

        if (change is "added" or "removed")
        {
            var account = _accounts.GetValueOrDefault(userId ?? "");
            _accounts[userId ?? ""] = change is "added"
                ? account with { Added = account.Added is { } added && added > at ? added : at }
                : account with { Removed = account.Removed is { } removed && removed > at ? removed : at };
        }
    }

    private static string? FirstOf(List<KeyValuePair<string, (DateTimeOffset? Added, DateTimeOffset? Removed)>> standing) =>
        standing.Where(account => account.Key.Length > 0).OrderBy(account => account.Value.Added).ThenBy(account => account.Key, StringComparer.Ordinal).Select(account => account.Key).FirstOrDefault();

    private static DateTimeOffset? Given(DateTimeOffset? moment) => moment == DateTimeOffset.MinValue ? null : moment;
}
