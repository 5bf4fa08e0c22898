namespace Plugin.Slack.Sandbox.Access;

/// <summary>The workspace's move into an Enterprise organisation, which ends all tokens it had.</summary>
internal sealed class Migration
{
    private long _callsToGo = long.MaxValue;
    private volatile bool _started;

    /// <summary>So many calls are told to come back later; all after them, that the workspace is no longer one of its own.</summary>
    public void Start(long calls)
    {
        Interlocked.Exchange(ref _callsToGo, calls);
        _started = true;
    }

    public void Undo() => _started = false;

    public string? Refusal() =>
        !_started ? null
        : Interlocked.Decrement(ref _callsToGo) >= 0 ? "team_added_to_org"
        : "org_login_required";
}
