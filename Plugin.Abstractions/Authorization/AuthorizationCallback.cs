namespace Plugin.Abstractions.Authorization;

/// <summary>What the service sent to the redirect URI. Holds a code that is as good as a secret, so it has no text form.</summary>
/// <param name="redirectUri">The redirect URI that the authorization began with.</param>
/// <param name="query">The query's fields, decoded, the first of each name.</param>
public sealed class AuthorizationCallback(Uri redirectUri, IReadOnlyDictionary<string, string> query)
{
    /// <summary>The redirect URI that the authorization began with.</summary>
    public Uri RedirectUri { get; } = redirectUri;

    /// <summary>A field of the query, or <see langword="null"/>.</summary>
    /// <param name="field">The field's name: <c>code</c>, <c>error</c>.</param>
    /// <returns>Its decoded value; may be empty.</returns>
    public string? Value(string field) => query.GetValueOrDefault(field);
}
