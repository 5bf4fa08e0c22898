namespace Plugin.Orchard.Api;

/// <summary>Whom a token belongs to and what it opens; and which day it is there.</summary>
internal sealed record OrchardIdentity(string Orchard, string Account, IReadOnlyList<string> Scopes, int Day);
