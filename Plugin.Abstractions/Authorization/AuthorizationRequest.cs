using Plugin.Abstractions.Settings;

namespace Plugin.Abstractions.Authorization;

/// <summary>What an authorization begins with.</summary>
/// <param name="Settings">The connector's settings as far as they are known.</param>
/// <param name="RedirectUri">The host's callback, absolute; must be sent to the service exactly as it is.</param>
/// <param name="State">An unguessable text of the host's that the service must send back; URL-safe, at most 128 characters.</param>
public sealed record AuthorizationRequest(SettingValues Settings, Uri RedirectUri, string State);
