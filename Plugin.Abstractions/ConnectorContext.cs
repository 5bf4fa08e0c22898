using Microsoft.Extensions.Logging;
using Plugin.Abstractions.Authorization;
using Plugin.Abstractions.Collection;
using Plugin.Abstractions.Settings;

namespace Plugin.Abstractions;

/// <summary>Everything that reaches a connector from outside. Made by the host, one a session; safe to use from several streams at once.</summary>
/// <remarks>Nothing in it may be kept after the call it was given to has ended.</remarks>
public sealed class ConnectorContext
{
    /// <summary>The connector's settings, secrets included.</summary>
    public required SettingValues Settings { get; init; }

    /// <summary>The way out. Reaches only the manifest's allowed hosts (anything else throws <see cref="HttpRequestException"/>), follows no redirect,
    /// decompresses, and is metered. The host owns and disposes it; its timeout is infinite, so bound every call.</summary>
    public required HttpClient Http { get; init; }

    /// <summary>Writes to the host's log, the connector and run in its scope. Never log secrets, personal data or bodies.</summary>
    public required ILogger Logger { get; init; }

    /// <summary>The clock and the only source of timers and delays.</summary>
    public required TimeProvider Clock { get; init; }

    /// <summary>The connector's stored credential.</summary>
    public required ICredentialStore Credentials { get; init; }

    /// <summary>What this plugin's connectors have in common, in every process on the same store.</summary>
    public required ISharedValues Shared { get; init; }

    /// <summary>Rows that earlier streams of this run have committed.</summary>
    public required IRunRows Rows { get; init; }

    /// <summary>Where a stream says that it is waiting for the service.</summary>
    public required IWaitObserver Waits { get; init; }
}
