using System.Runtime.CompilerServices;
using Plugin.Abstractions;
using Plugin.Abstractions.Authorization;
using Plugin.Abstractions.Collection;
using Plugin.Abstractions.Settings;

namespace Host.Sample.Plugins;

/// <summary>Stands between host and plugin where a plugin works for long: each page has a deadline, a stop is obeyed or the plugin is left behind, and memory is watched.</summary>
/// <remarks>The verbs that need no service have their deadline from <see cref="PluginBorder"/>, and so have the test and the authorization.</remarks>
internal sealed class GuardedConnector(IConnector inner, InstalledPlugin plugin, PluginConduct conduct, MemoryWatch memory, TimeProvider clock) : IConnector
{
    private const string Fix = "Try again; if it stays so, report it to the plugin's maker. A plugin that holds on to what it was given ends with the host, or runs better in a process of its own.";

    /// <summary>How long a page may take, announced waits not counted.</summary>
    public static TimeSpan ForPage { get; } = TimeSpan.FromMinutes(10);

    public ConnectorDescription Describe() => inner.Describe();

    public IReadOnlyList<SettingProblem> Validate(SettingValues settings) => inner.Validate(settings);

    public Uri BeginAuthorization(AuthorizationRequest request) => inner.BeginAuthorization(request);

    public Task<AuthorizationGrant> CompleteAuthorizationAsync(ConnectorContext context, AuthorizationCallback callback, CancellationToken cancellationToken) =>
        inner.CompleteAuthorizationAsync(context, callback, cancellationToken);

    public Task<PreflightReport> PreflightAsync(ConnectorContext context, CancellationToken cancellationToken) => inner.PreflightAsync(context, cancellationToken);

    public Task<ConnectorIdentity?> IdentifyAsync(ConnectorContext context, CancellationToken cancellationToken) => inner.IdentifyAsync(context, cancellationToken);

    public IReadOnlyList<CallEstimate> Estimate(SettingValues settings, IReadOnlyList<StreamHistory> history) => inner.Estimate(settings, history);

    public async IAsyncEnumerable<StreamPage> CollectAsync(ConnectorContext context, StreamRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var waits = new WatchedWaits(context.Waits, clock);
        var pages = new Pages(inner, Watched(context, waits), request, stop.Token);

        try
        {
            while (await NextAsync(pages, request.StreamId, waits, stop, cancellationToken))
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
        Rows = context.Rows,
        Waits = waits,
    };

    private async Task<bool> NextAsync(Pages pages, string streamId, WatchedWaits waits, CancellationTokenSource stop, CancellationToken cancellationToken)
    {
        var flooded = new TaskCompletionSource<long>(TaskCreationOptions.RunContinuationsAsynchronously);
        using var watch = memory.Watch(taken => flooded.TrySetResult(taken));
        using CancellationTokenSource waiting = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var next = pages.NextAsync();
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
            var what = $"It took more than {await flooded.Task / (1024 * 1024)} MiB of memory for a page of {streamId}.";
            conduct.Quarantine(plugin, what);

            throw new PluginFailedException(what, Fix);
        }

        if (!hasEnded)
        {
            pages.Abandon();
            var what = cancellationToken.IsCancellationRequested
                ? $"It was told to stop collecting {streamId} and did not within {PluginDeadline.ForEnding.TotalSeconds:0} s."
                : $"It gave no page of {streamId} for {ForPage.TotalMinutes:0} min, and when it was told to stop it did not.";
            conduct.Quarantine(plugin, what);
            cancellationToken.ThrowIfCancellationRequested();

            throw new PluginFailedException(what, Fix);
        }

        cancellationToken.ThrowIfCancellationRequested();

        throw new PluginFailedException($"It gave no page of {streamId} for {ForPage.TotalMinutes:0} min and did not say that it waits.", Fix);
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
