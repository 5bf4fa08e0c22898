using Plugin.Abstractions;
using Plugin.Abstractions.Authorization;
using Plugin.Abstractions.Settings;
using Plugin.Conformance.Bench;

namespace Plugin.Conformance;

/// <summary>A plugin that is looked at, with all that it needs to work.</summary>
/// <remarks>
/// The service behind <see cref="CreateHttp"/> must stand still meanwhile, and should have a few pages of every stream: pages that never come prove nothing.
/// </remarks>
public sealed record ConformanceSubject
{
    /// <summary>Makes a new plugin.</summary>
    public required Func<IConnectorPlugin> CreatePlugin { get; init; }

    /// <summary>Settings with which the connector works: every required one, those that authorization needs, and every secret.</summary>
    public required SettingValues Settings { get; init; }

    /// <summary>Makes a way out to the service; whoever has asked disposes it.</summary>
    public required Func<HttpClient> CreateHttp { get; init; }

    /// <summary>The stored credential, if there is one.</summary>
    public Credential? Credential { get; init; }

    /// <summary>The clock of the sessions.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>Told of each wait as it begins; with a clock of one's own the place to move it.</summary>
    public Action<TimeSpan>? OnWaiting { get; init; }

    /// <summary>Where the service would send a person back to.</summary>
    public Uri RedirectUri { get; init; } = new("http://127.0.0.1:5080/cmp/AuthorizeSomething");

    /// <summary>How long a call may take that has been asked to end.</summary>
    public TimeSpan CancelLimit { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Begins a session.</summary>
    /// <param name="settings">Other settings than the good ones.</param>
    /// <returns>The session; whoever has asked disposes it.</returns>
    public BenchSession Begin(SettingValues? settings = null) => new(CreatePlugin(), settings ?? Settings, CreateHttp, Clock, Credential, OnWaiting);
}
