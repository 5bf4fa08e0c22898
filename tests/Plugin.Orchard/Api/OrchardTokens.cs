using Plugin.Abstractions.Authorization;

namespace Plugin.Orchard.Api;

/// <summary>What the token desk hands out.</summary>
internal sealed record OrchardTokens(Credential Credential, IReadOnlyList<string> Scopes, string Account, string Orchard);
