using System.Runtime.CompilerServices;
using Plugin.Abstractions;

namespace Host.Sample.Plugins;

/// <summary>Loads versions, proves that they are fit for work, and composes connectors of them.</summary>
public sealed partial class PluginLoading(
    PluginCatalog catalog,
    PluginRecords records,
    PluginConduct conduct,
    RunningMarkers markers,
    MemoryWatch memory,
    IPluginIsolation isolation,
    IEnumerable<IVersionCheck> checks,
    TimeProvider clock,
    ILogger<PluginLoading> logger)
{
    /// <summary>Descriptions by folder; plain copies, so they outlive the code that gave them.</summary>
    private readonly Dictionary<string, (string Stamp, ConnectorDescription Description)> _descriptions = [];

    /// <summary>What a version has said of itself, when it has been asked and its files are as they were then.</summary>
    public ConnectorDescription? Known(InstalledPlugin plugin)
    {
        (string Stamp, ConnectorDescription Description) known;

        lock (_descriptions)
        {
            if (!_descriptions.TryGetValue(plugin.Folder, out known))
            {
                return null;
            }
        }

        return known.Stamp == FolderStamp.Of(plugin.Folder) ? known.Description : null;
    }

    /// <summary>Loads a version beside the running one; it comes back leased, described and, when it is not the one that served last, checked.</summary>
    /// <param name="plugin">The version.</param>
    /// <param name="before">The version that serves now.</param>
    /// <param name="isPersonsWish">Whether a person has chosen it by name.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <exception cref="PluginFailedException">It is not fit for work.</exception>
    internal async Task<PluginGeneration> LoadAsync(InstalledPlugin plugin, PluginGeneration? before, bool isPersonsWish, CancellationToken cancellationToken)
    {
        conduct.LookBack();
        var generation = await MapAsync(plugin, cancellationToken);

        try
        {
            generation.TryLease();
            generation.LastUsedAt = clock.GetUtcNow();

            if (records.Find(plugin.Id).Good is [.., { } last] && last.Version == plugin.Version && last.Hash == generation.Hash && Known(plugin) is { } known)
            {
                generation.Description = known;
            }
            else
            {
                await ProveAsync(generation, before, isPersonsWish, cancellationToken);
            }

            LogLoaded(plugin.Id, plugin.Version, generation.IsIsolated);

            return generation;
        }
        catch
        {
            generation.Release();
            generation.Retire();

            throw;
        }
    }

    /// <summary>Loads a version that is to take no new work; it comes back leased and described.</summary>
    /// <exception cref="PluginFailedException">It cannot be loaded or does not describe itself.</exception>
    internal async Task<PluginGeneration> LoadAsideAsync(InstalledPlugin plugin, CancellationToken cancellationToken)
    {
        conduct.LookBack();
        var generation = await MapAsync(plugin, cancellationToken);
        generation.TryLease();

        try
        {
            generation.TryLease();
            await using var session = await ComposeOrReleaseAsync(generation, cancellationToken);
            generation.Description = await new AskedConnector(session.Connector, clock).DescribeAsync(cancellationToken);

            return generation;
        }
        catch
        {
            generation.Release();
            generation.Retire();

            throw;
        }
    }

    /// <summary>Composes a connector of a leased version; the session gives the lease back.</summary>
    /// <exception cref="PluginFailedException">It does not compose.</exception>
    internal async Task<ConnectorSession> ComposeAsync(PluginGeneration generation, CancellationToken cancellationToken)
    {
        if (generation.IsIsolated)
        {
            var isolated = await isolation.StartAsync(generation.Plugin, generation.Hash, cancellationToken);

            return new(generation, Guard(isolated, generation.Plugin), isolated, null, conduct, clock);
        }

#pragma warning disable CA2000 // The session owns it; without one it is given back below.
        var marker = markers.Enter(generation.Plugin, generation.Hash);
#pragma warning restore CA2000

        try
        {
            // The session comes back as one object that forgets what it holds: a task keeps its result for as long as the thread is in it.
            return await PluginDeadline.RunAsync("start", () => Session(generation, marker), clock, cancellationToken);
        }
        catch
        {
            marker.Dispose();

            throw;
        }
    }

    /// <summary>Composes a connector in this process.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    internal static (IConnector Connector, ServiceProvider Provider) Compose(PluginGeneration generation)
    {
        var services = new ServiceCollection();
        generation.CreateEntry().ConfigureServices(services);
        var provider = services.BuildServiceProvider();

        try
        {
            return provider.GetService<IConnector>() is { } connector
                ? (connector, provider)
                : throw new PluginFailedException($"It registers no {nameof(IConnector)}.", "Ask the plugin's maker for a version that keeps to the contract.");
        }
        catch
        {
            provider.Dispose();

            throw;
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private ConnectorSession Session(PluginGeneration generation, IDisposable marker)
    {
        var (connector, provider) = Compose(generation);

        return new(generation, Guard(connector, generation.Plugin), provider, marker, conduct, clock);
    }

    private GuardedConnector Guard(IConnector connector, InstalledPlugin plugin) => new(connector, plugin, conduct, memory, clock);

    private async Task<PluginGeneration> MapAsync(InstalledPlugin plugin, CancellationToken cancellationToken)
    {
        var taken = await Task.Run(() => catalog.TakeCopy(plugin), cancellationToken);

        if (records.Find(plugin.Id).IsIsolated)
        {
            return PluginGeneration.Apart(taken);
        }

        using var marker = markers.Enter(plugin, PluginContent.HashOf(plugin.Folder));

        return await PluginDeadline.RunAsync("load", () => PluginGeneration.Load(taken), clock, cancellationToken);
    }

    private async Task ProveAsync(PluginGeneration generation, PluginGeneration? before, bool isPersonsWish, CancellationToken cancellationToken)
    {
        var plugin = generation.Plugin;
        generation.TryLease();
        await using var session = await ComposeOrReleaseAsync(generation, cancellationToken);
        AskedConnector asked = new(session.Connector, clock);
        var description = await asked.DescribeAsync(cancellationToken);
        var problems = DescriptionRules.Check(description, plugin.Manifest!);

        if (problems.Count > 0)
        {
            throw new PluginFailedException($"Its description cannot be used: {string.Join(' ', problems)}", "Ask the plugin's maker for a version that keeps to the contract.");
        }

        await CheckAsync(generation, asked, description, before, isPersonsWish, cancellationToken);
        generation.Description = description;

        lock (_descriptions)
        {
            _descriptions[plugin.Folder] = (generation.Stamp, description);
        }
    }

    /// <summary>Asks every room whether the version may take work, unless it is the one that did so last.</summary>
    private async Task CheckAsync(
        PluginGeneration generation, AskedConnector asked, ConnectorDescription description, PluginGeneration? before, bool isPersonsWish, CancellationToken cancellationToken)
    {
        var plugin = generation.Plugin;
        var good = records.Find(plugin.Id).Good;

        if (good is [.., { } last] && last.Version == plugin.Version && last.Hash == generation.Hash)
        {
            return;
        }

        await using var old = await BeforeAsync(plugin.Id, before, good, cancellationToken);
        VersionCandidate candidate = new(plugin, description, asked, old is null ? null : new AskedConnector(old.Connector, clock));
        List<VersionObjection> objections = [];
        List<string> notes = [];

        foreach (var check in checks)
        {
            var findings = await check.CheckAsync(candidate, cancellationToken);
            notes.AddRange(findings.Notes);
            objections.AddRange(findings.Objections);
        }

        if (objections.Where(objection => !isPersonsWish || !objection.YieldsToPerson).ToList() is { Count: > 0 } standing)
        {
            throw new PluginFailedException(
                $"It has not passed its check: {string.Join(' ', standing.Select(objection => objection.Problem))}", string.Join(' ', standing.Select(objection => objection.Fix).Distinct()));
        }

        foreach (var check in checks)
        {
            await check.TakeAsync(candidate, cancellationToken);
        }

        notes.AddRange(objections.Select(objection => objection.Problem));
        var change = notes.Count > 0 ? string.Join(' ', notes) : good.Count == 0 ? "The first version here." : "Nothing that the store or the connectors would notice.";
        records.Change(plugin.Id, record => record with
        {
            Good =
            [
                .. record.Good.Where(entry => entry.Version != plugin.Version),
                new(plugin.Version, generation.Hash, clock.GetUtcNow(), change, record.Good.Any(entry => entry.Version == plugin.Version && entry.Hash == generation.Hash && entry.HasRun)),
            ],
        });
        LogAccepted(plugin.Id, plugin.Version, change);
    }

    /// <summary>The version that serves; in a process that has not loaded it, the one that served last.</summary>
    private async Task<ConnectorSession?> BeforeAsync(string pluginId, PluginGeneration? before, IReadOnlyList<GoodVersion> good, CancellationToken cancellationToken)
    {
        if (before is not null && before.TryLease())
        {
            return await ComposeOrReleaseAsync(before, cancellationToken);
        }

        if (good is not [.., { } last] || catalog.List().FirstOrDefault(plugin => plugin.Id == pluginId && plugin.Version == last.Version && plugin.State is PluginState.Available or PluginState.Superseded) is not { } installed)
        {
            return null;
        }

        try
        {
            var aside = await LoadAsideAsync(installed, cancellationToken);
            var session = await ComposeOrReleaseAsync(aside, cancellationToken);
            aside.Retire();

            return session;
        }
        catch (PluginFailedException)
        {
            // It is good for nothing any more, so it is no measure either.
            return null;
        }
    }

    private async Task<ConnectorSession> ComposeOrReleaseAsync(PluginGeneration generation, CancellationToken cancellationToken)
    {
        try
        {
            return await ComposeAsync(generation, cancellationToken);
        }
        catch
        {
            generation.Release();

            throw;
        }
    }

    [LoggerMessage(2000, LogLevel.Information, "Plugin {PluginId} {Version} loaded (in a process of its own: {IsIsolated})")]
    private partial void LogLoaded(string pluginId, string version, bool isIsolated);

    [LoggerMessage(2026, LogLevel.Information, "Plugin {PluginId} {Version} has passed its check and takes new work: {Change}")]
    private partial void LogAccepted(string pluginId, string version, string change);
}
