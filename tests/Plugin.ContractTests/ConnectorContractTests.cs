using Plugin.Abstractions;
using Plugin.Abstractions.Settings;

namespace Plugin.ContractTests;

/// <summary>The contract as tests. Inherit, pass your plugin, and a host can rely on it.</summary>
/// <remarks>
/// The service behind <see cref="CreateHttpClient"/> must stand still while the tests run, and should have a few pages of every stream: pages that never come
/// prove nothing. Every stream must be reachable with <see cref="ValidSettings"/> or skip itself.
/// </remarks>
public abstract partial class ConnectorContractTests
{
    private static readonly TimeSpan HangGuard = TimeSpan.FromSeconds(60);

    /// <summary>Settings with which the connector works: every required one, those that authorization needs, and every secret, each of eight characters or more.</summary>
    protected abstract SettingValues ValidSettings { get; }

    /// <summary>The clock of the sessions. Default: the system's.</summary>
    protected virtual TimeProvider Clock => TimeProvider.System;

    /// <summary>Told of each wait as it begins. Default: nothing. With a clock of your own, move it here, so that nobody waits in earnest.</summary>
    /// <param name="duration">How long the connector expects to wait.</param>
    protected virtual void OnWaiting(TimeSpan duration)
    {
    }

    /// <summary>A new plugin.</summary>
    protected abstract IConnectorPlugin CreatePlugin();

    /// <summary>A client that reaches the service, or any client when the plugin needs none. Disposed by the test.</summary>
    protected abstract HttpClient CreateHttpClient();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private ConnectorSession Begin(SettingValues? settings = null) => new(CreatePlugin(), settings ?? ValidSettings, CreateHttpClient, Clock, credential: null, OnWaiting);
}
