namespace Plugin.Abstractions;

/// <summary>Short texts that all connectors of a plugin have in common, in every process on the same store: how far a limit is used up that the service counts for several of them together.</summary>
/// <remarks>
/// Kept by the host and readable by whoever reads its store: no secrets, no personal data. Another plugin's keys are out of reach. What nobody has written for a
/// day may be forgotten. Every call goes to the store and may fail as a store does (<see cref="InvalidOperationException"/> or any other exception);
/// whoever can do without goes on without.
/// </remarks>
public interface ISharedValues
{
    /// <summary>Reads a value, and the store's clock with it.</summary>
    /// <param name="key">Whose value; at most <see cref="SharedValue.LongestKey"/> characters.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <returns>The value as last written, in whichever process.</returns>
    /// <exception cref="ArgumentException">The key is empty, too long, or holds what cannot be stored: a zero character, half a surrogate pair.</exception>
    Task<SharedValue> ReadAsync(string key, CancellationToken cancellationToken);

    /// <summary>Writes a value unless somebody has written it since it was read.</summary>
    /// <param name="key">Whose value; at most <see cref="SharedValue.LongestKey"/> characters.</param>
    /// <param name="value">The value; at most <see cref="SharedValue.LongestValue"/> bytes of UTF-8.</param>
    /// <param name="version">The <see cref="SharedValue.Version"/> that was read.</param>
    /// <param name="cancellationToken">Ends the writing.</param>
    /// <returns>Whether it is written; <see langword="false"/>: somebody else was faster, so read again.</returns>
    /// <exception cref="ArgumentException">Key or value is too long, or holds what cannot be stored: a zero character, half a surrogate pair.</exception>
    Task<bool> TryWriteAsync(string key, string value, long version, CancellationToken cancellationToken);
}
