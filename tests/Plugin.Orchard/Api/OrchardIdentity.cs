namespace Plugin.Orchard.Api;

/// <summary>Whom a token belongs to and what it opens.</summary>
internal sealed record OrchardIdentity(string Orchard, string Account, IReadOnlyList<string> Scopes);
