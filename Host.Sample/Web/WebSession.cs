using Host.Sample.Access;
using Host.Sample.Api;
using Microsoft.AspNetCore.Components.Authorization;

namespace Host.Sample.Web;

/// <summary>The session behind an open page: who it is, and whether it still holds. When it ends, the page stays and what was typed with it.</summary>
public sealed class WebSession(AuthenticationStateProvider states, AccessKeys keys, TimeProvider clock)
{
    private int? _keyId;
    private DateTimeOffset? _until;

    /// <summary>Who works with the page; null when the session has ended.</summary>
    public Actor? Actor { get; private set; }

    public bool HasEnded { get; private set; }

    /// <summary>Called when <see cref="HasEnded"/> has changed.</summary>
    public Func<Task>? WhenChanged { get; set; }

    internal async Task BeginAsync()
    {
        var user = (await states.GetAuthenticationStateAsync()).User;
        (Actor, _keyId, _until) = (DoorSchemes.ActorOf(user), DoorSchemes.KeyIdOf(user), DoorSchemes.UntilOf(user));
    }

    /// <summary>Looks whether the key still opens this host and the time is not up.</summary>
    internal async Task CheckAsync(CancellationToken cancellationToken)
    {
        var holder = _keyId is { } id && _until > clock.GetUtcNow() ? await keys.FindAsync(id, cancellationToken) : null;

        if (holder is null && !HasEnded)
        {
            (Actor, HasEnded) = (null, true);
            await ChangedAsync();
        }
    }

    /// <summary>Goes on with a key that was typed into the page.</summary>
    /// <returns>Whether it opens this host with at least the role that the page was opened with.</returns>
    public async Task<bool> RenewAsync(string key, CancellationToken cancellationToken)
    {
        var role = DoorSchemes.ActorOf((await states.GetAuthenticationStateAsync()).User)?.Role;

        if (await keys.FindAsync(key.Trim(), cancellationToken) is not { } holder || holder.Actor.Role < role)
        {
            return false;
        }

        (Actor, _keyId, _until, HasEnded) = (holder.Actor, holder.KeyId, clock.GetUtcNow() + DoorSchemes.SessionLength, false);
        await ChangedAsync();

        return true;
    }

    private Task ChangedAsync() => WhenChanged?.Invoke() ?? Task.CompletedTask;
}
