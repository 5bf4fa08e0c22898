namespace Host.Sample.Access;

/// <summary>Who the work at hand is done for. Set at the doors, asked in the rooms, so that one rule holds behind every door.</summary>
/// <param name="otherwise">Who it is when no door has said; null: nobody, who may do nothing.</param>
public sealed class CurrentActor(Actor? otherwise)
{
    private readonly AsyncLocal<Actor?> _actor = new();

    public Actor? Actor => _actor.Value ?? otherwise;

    /// <summary>The name for the audit trail.</summary>
    public string Name => Actor?.Name ?? "nobody";

    /// <summary>Sets who acts, for the rest of the calling method and all that it calls.</summary>
    public void Become(Actor? actor) => _actor.Value = actor;

    public bool May(AccessRole role) => Actor is { } actor && actor.Role >= role;

    /// <exception cref="HostException"><see cref="HostProblem.NotAllowed"/>.</exception>
    public void Require(AccessRole role)
    {
        if (!May(role))
        {
            throw new HostException(
                HostProblem.NotAllowed,
                $"This takes the role '{role.ToString().ToLowerInvariant()}'; {(Actor is { } actor ? $"'{actor.Name}' has the role '{actor.Role.ToString().ToLowerInvariant()}'" : "nobody is signed in")}.",
                "Ask an administrator of this host, or use an access key with that role.");
        }
    }
}
