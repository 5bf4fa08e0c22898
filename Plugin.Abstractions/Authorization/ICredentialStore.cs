namespace Plugin.Abstractions.Authorization;

/// <summary>The connector's credential, kept by the host, encrypted at rest.</summary>
/// <remarks>A connector that renews tokens must write the new pair before it uses it, and use <see cref="RenewAsync"/> so that two sessions cannot renew at once.</remarks>
public interface ICredentialStore
{
    /// <summary>The stored credential, or <see langword="null"/> when the token was typed in rather than granted.</summary>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <returns>The credential as last written.</returns>
    Task<Credential?> ReadAsync(CancellationToken cancellationToken);

    /// <summary>Replaces the credential while no other session can: reads the current one, hands it to <paramref name="renew"/>, stores the result before returning it.</summary>
    /// <param name="renew">Gives the credential to store; gives back the one it was handed when another session has already renewed it.</param>
    /// <param name="cancellationToken">Ends the waiting and the renewal.</param>
    /// <returns>The credential now stored.</returns>
    /// <exception cref="InvalidOperationException">There is no stored credential to renew.</exception>
    Task<Credential> RenewAsync(Func<Credential, CancellationToken, Task<Credential>> renew, CancellationToken cancellationToken);
}
