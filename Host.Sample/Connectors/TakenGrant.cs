using Plugin.Abstractions.Authorization;

namespace Host.Sample.Connectors;

/// <summary>What a draft's authorization brought.</summary>
/// <remarks>The credential's parts cannot print themselves.</remarks>
public sealed record TakenGrant(Guid AuthorizationId, string TokenSetting, Credential Credential);
