using Plugin.Abstractions;
using Plugin.Abstractions.Settings;
using Plugin.Conformance;

namespace Plugin.ContractTests;

/// <summary>The contract as tests. Inherit, pass your plugin, and a host can rely on it.</summary>
/// <remarks>
/// The service behind <see cref="CreateHttpClient"/> must stand still while the tests run, and should have a few pages of every stream: pages that never come
/// prove nothing. Every stream must be reachable with <see cref="ValidSettings"/> or skip itself. The host's verb <c>conformance</c> runs the same checks, and
/// those that need a host.
/// </remarks>
public abstract class ConnectorContractTests
{
    /// <summary>Every check of the contract, by its id.</summary>
    public static TheoryData<string> Checks => [.. ContractChecks.All.Select(check => check.Id)];

    /// <summary>Settings with which the connector works: every required one, those that authorization needs, and every secret, each of eight characters or more.</summary>
    protected abstract SettingValues ValidSettings { get; }

    /// <summary>The clock of the sessions. Default: the system's.</summary>
    protected virtual TimeProvider Clock => TimeProvider.System;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private ConformanceSubject Subject => new() { CreatePlugin = CreatePlugin, Settings = ValidSettings, CreateHttp = CreateHttpClient, Clock = Clock, OnWaiting = OnWaiting };

    [Theory]
    [MemberData(nameof(Checks))]
    public async Task The_contract_is_held(string check) =>
        (await ContractChecks.All.Single(one => one.Id == check).FindAsync(Subject, Cancellation)).ShouldBeEmpty();

    /// <summary>Checks that find nothing prove something only where there is something to find.</summary>
    [Fact]
    public async Task There_is_enough_to_look_at()
    {
        await using var session = Subject.Begin();

        ValidSettings.SecretNames.ShouldNotBeEmpty("Without a secret among the valid settings, that none is shown proves nothing.");
        (await session.CollectAllAsync(Cancellation)).ShouldContain(stream => stream.Pages.Count > 1, "Not one stream has a second page: give the tests more rows or smaller pages.");
    }

    /// <summary>Told of each wait as it begins. Default: nothing. With a clock of your own, move it here, so that nobody waits in earnest.</summary>
    /// <param name="duration">How long the connector expects to wait.</param>
    protected virtual void OnWaiting(TimeSpan duration)
    {
    }

    /// <summary>A new plugin.</summary>
    protected abstract IConnectorPlugin CreatePlugin();

    /// <summary>A client that reaches the service, or any client when the plugin needs none. Disposed by the test.</summary>
    protected abstract HttpClient CreateHttpClient();
}
