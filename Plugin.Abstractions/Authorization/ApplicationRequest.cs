using Plugin.Abstractions.Settings;

namespace Plugin.Abstractions.Authorization;

/// <summary>For what an application is to be set up at the service.</summary>
/// <param name="Settings">The settings as they are; a field left empty is absent.</param>
/// <param name="Streams">The ids of the streams that are to be collected.</param>
/// <param name="Scopes">Scopes beyond those of the streams.</param>
/// <param name="RedirectUri">The address of the host's callback.</param>
public sealed record ApplicationRequest(SettingValues Settings, IReadOnlyList<string> Streams, IReadOnlyList<string> Scopes, Uri RedirectUri);
