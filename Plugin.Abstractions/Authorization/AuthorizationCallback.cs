namespace Plugin.Abstractions.Authorization;

/// <summary>What the service sent to the redirect URI. Holds a code that is as good as a secret, so it has no text form, and no list of its fields.</summary>
/// <param name="redirectUri">The redirect URI that the authorization began with.</param>
/// <param name="field">Gives the decoded value of a field of the query, the first of each name, or <see langword="null"/> when there is none of that name.</param>
public sealed class AuthorizationCallback(Uri redirectUri, Func<string, string?> field)
{
    /// <summary>Takes the fields of a query.</summary>
    /// <param name="redirectUri">The redirect URI that the authorization began with.</param>
    /// <param name="query">The query's fields, decoded, the first of each name.</param>
    public AuthorizationCallback(Uri redirectUri, IReadOnlyDictionary<string, string> query)
        : this(redirectUri, query.GetValueOrDefault)
    {
    }

    /// <summary>The redirect URI that the authorization began with.</summary>
    public Uri RedirectUri { get; } = redirectUri;

    /// <summary>A field of the query, or <see langword="null"/>.</summary>
    /// <param name="name">The field's name: <c>code</c>, <c>error</c>.</param>
    /// <returns>Its decoded value; may be empty.</returns>
    public string? Value(string name) => field(name);
}
