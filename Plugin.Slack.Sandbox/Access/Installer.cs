using Plugin.Slack.Sandbox.Workspace;

namespace Plugin.Slack.Sandbox.Access;

/// <summary>The person who installed the app, on whom its tokens depend: the primary owner.</summary>
internal sealed class Installer(SlackOrganisation organisation)
{
    private readonly int _index = organisation.People.Population.IndexOf(0);
    private volatile string? _refusal;
    private volatile InstallerState _state;

    public void Become(InstallerState state, string refusal)
    {
        _refusal = refusal;
        _state = state;
        organisation.People.ChangeOwner(
            state switch
            {
                InstallerState.Demoted => AccountClass.Member,
                InstallerState.Deactivated => AccountClass.Deactivated,
                _ => AccountClass.PrimaryOwner,
            },
            organisation.Clock.Now);
    }

    public bool IsDeactivated(Grant grant) => grant.UserIndex == _index && _state == InstallerState.Deactivated;

    public bool IsAdministrator(Grant grant) => grant.Installation.IsByAdministrator && !(grant.UserIndex == _index && _state != InstallerState.Active);

    /// <summary>What a method for administrators says to somebody who is none any more; null: it answers. Which code Slack gives is not documented.</summary>
    public string? RefusalOf(CoveredMethod method, Grant grant) =>
        grant.UserIndex == _index && _state == InstallerState.Demoted && method.Scopes.Contains("admin") ? _refusal : null;
}
