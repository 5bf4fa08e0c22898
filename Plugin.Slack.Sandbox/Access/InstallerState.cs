namespace Plugin.Slack.Sandbox.Access;

/// <summary>What became of the person who installed the app.</summary>
internal enum InstallerState
{
    Active,

    /// <summary>No longer an administrator, and a member still.</summary>
    Demoted,

    Deactivated,
}
