using System.Runtime.CompilerServices;
using Plugin.Abstractions;
using Plugin.Abstractions.Authorization;
using Plugin.Abstractions.Collection;
using Plugin.Abstractions.Settings;

namespace Host.Sample.Plugins;

/// <summary>Stands between host and plugin where a plugin works for long: each page of a stream, and the question who it is, has a deadline, a stop is obeyed or the plugin is left behind, and memory is watched.</summary>
/// <remarks>The verbs that need no service have their deadline from <see cref="PluginBorder"/>, and so have the test and the authorization.</remarks>
internal sealed class GuardedConnector(IConnector inner, InstalledPlugin plugin, PluginConduct conduct, MemoryWatch memory, TimeProvider clock) : IConnector
{
    private const string Fix = "Try again; if it stays so, report it to the plugin's maker. A plugin that holds on to what it was given ends with the host, or runs better in a process of its own.";

    /// <summary>How long a page or an answer may take, announced waits not counted.</summary>
    public static TimeSpan ForPage { get; } = TimeSpan.FromMinutes(10);

    public ConnectorDescription Describe() => inner.Describe();

    public IReadOnlyList<SettingProblem> Validate(SettingValues settings) => inner.Validate(settings);

    public Uri BeginAuthorization(AuthorizationRequest request) => inner.BeginAuthorization(request);

    public Task<AuthorizationGrant> CompleteAuthorizationAsync(ConnectorContext context, AuthorizationCallback callback, CancellationToken cancellationToken) =>
        inner.CompleteAuthorizationAsync(context, callback, cancellationToken);

    public Task<PreflightReport> PreflightAsync(ConnectorContext context, CancellationToken cancellationToken) => inner.PreflightAsync(context, cancellationToken);

    public async Task<ConnectorIdentity?> IdentifyAsync(ConnectorContext context, CancellationToken cancellationToken)
    {
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var waits = new WatchedWaits(context.Waits, clock);
        Task<ConnectorIdentity?> work;

        using (ExecutionContext.SuppressFlow())
        {
            work = Task.Run(() => inner.IdentifyAsync(Watched(context, waits), stop.Token), CancellationToken.None);
        }

        return await GuardAsync(work, new("word on who it is", "saying who it is", Abandon: null), waits, stop, cancellationToken);
    }

    public ApplicationManifest? PrepareApplication(ApplicationRequest request) => inner.PrepareApplication(request);

    public IReadOnlyList<CallEstimate> Estimate(SettingValues settings, IReadOnlyList<StreamHistory> history) => inner.Estimate(settings, history);

    public async IAsyncEnumerable<StreamPage> CollectAsync(ConnectorContext context, StreamRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var waits = new WatchedWaits(context.Waits, clock);
        var pages = new Pages(inner, Watched(context, waits), request, stop.Token);

        try
        {
            Work page = new($"page of {request.StreamId}", $"collecting {request.StreamId}", pages.Abandon);

            while (await GuardAsync(pages.NextAsync(), page, waits, stop, cancellationToken))
            {
                yield return pages.Current;
            }
        }
        finally
        {
            await pages.EndAsync(PluginDeadline.ForEnding, clock);
        }
    }

    private static ConnectorContext Watched(ConnectorContext context, IWaitObserver waits) => new()
    {
        Settings = context.Settings,
        Http = context.Http,
        Logger = context.Logger,
        Clock = context.Clock,
        Credentials = context.Credentials,
        Shared = context.Shared,
        Rows = context.Rows,
        Waits = waits,
    };

    private async Task<T> GuardAsync<T>(Task<T> next, Work what, WatchedWaits waits, CancellationTokenSource stop, CancellationToken cancellationToken)
    {
        var flooded = new TaskCompletionSource<long>(TaskCreationOptions.RunContinuationsAsynchronously);
        using var watch = memory.Watch(taken => flooded.TrySetResult(taken));
        using CancellationTokenSource waiting = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var isLate = await Task.WhenAny(next, flooded.Task, LateAsync(waits, waiting.Token));
        await waiting.CancelAsync();

        if (isLate == next)
        {
            return await next;
        }

        await stop.CancelAsync();
        var hasEnded = await PluginDeadline.EndsAsync(next, clock);

        if (flooded.Task.IsCompletedSuccessfully)
        {
            var flood = $"It took more than {await flooded.Task / (1024 * 1024)} MiB of memory for a {what.Wanted}.";
            conduct.Quarantine(plugin, flood);

            throw new PluginFailedException(flood, Fix);
        }

        if (!hasEnded)
        {
            what.Abandon?.Invoke();
            var deafness = cancellationToken.IsCancellationRequested
                ? $"It was told to stop {what.Doing} and did not within {PluginDeadline.ForEnding.TotalSeconds:0} s."
                : $"It gave no {what.Wanted} for {ForPage.TotalMinutes:0} min, and when it was told to stop it did not.";
            conduct.Quarantine(plugin, deafness);
            cancellationToken.ThrowIfCancellationRequested();

            throw new PluginFailedException(deafness, Fix);
        }

        cancellationToken.ThrowIfCancellationRequested();

        throw new PluginFailedException($"It gave no {what.Wanted} for {ForPage.TotalMinutes:0} min and did not say that it waits.", Fix);
    }

    private async Task LateAsync(WatchedWaits waits, CancellationToken cancellationToken)
    {
        var since = clock.GetUtcNow();

        while (true)
        {
            var from = waits.ExcusedUntil > since ? waits.ExcusedUntil : since;
            var left = from + ForPage - clock.GetUtcNow();

            if (left <= TimeSpan.Zero)
            {
                return;
            }

            await Task.Delay(left, clock, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

            if (cancellationToken.IsCancellationRequested)
            {
                return;
            }
        }
    }

    /// <summary>What is waited for, in words, and how to let go of it.</summary>
    private sealed record Work(string Wanted, string Doing, Action? Abandon);

    /// <summary>The plugin's pages, each asked for on a thread of the pool's own, so that neither a loop nor an ambient value of the plugin's gets into the host's work.</summary>
    private sealed class Pages(IConnector connector, ConnectorContext context, StreamRequest request, CancellationToken cancellationToken)
    {
        private IAsyncEnumerator<StreamPage>? _pages;
        private bool _isAbandoned;

        public StreamPage Current => _pages!.Current;

        public Task<bool> NextAsync()
        {
            using (ExecutionContext.SuppressFlow())
            {
                return Task.Run(
                    async () =>
                    {
                        _pages ??= connector.CollectAsync(context, request, cancellationToken).GetAsyncEnumerator(cancellationToken);

                        return await _pages.MoveNextAsync();
                    },
                    CancellationToken.None);
            }
        }

        public void Abandon() => _isAbandoned = true;

        public async Task EndAsync(TimeSpan limit, TimeProvider clock)
        {
            if (_pages is null || _isAbandoned)
            {
                return;
            }

            try
            {
                await Task.Run(async () => await _pages.DisposeAsync(), CancellationToken.None).WaitAsync(limit, clock, CancellationToken.None);
            }
#pragma warning disable CA1031 // The stream's outcome is known by now; a plugin that fails to tidy up does not change it.
            catch (Exception)
#pragma warning restore CA1031
            {
                _isAbandoned = true;
            }
        }
    }
}
