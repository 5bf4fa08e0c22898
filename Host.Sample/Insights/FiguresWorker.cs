using System.Globalization;
using Host.Sample.Database;
using Host.Sample.Inventory;
using Microsoft.EntityFrameworkCore;

namespace Host.Sample.Insights;

/// <summary>Has the figures of what readers see now worked out before somebody looks: after a run, behind whichever door it ended, after a decision, after terms have changed, after a start.</summary>
/// <remarks>Those of this endpoint server's connectors: each server does its own share. A connector of which nothing has changed is looked at once a minute, for what its own row does not tell.</remarks>
internal sealed partial class FiguresWorker(IDbContextFactory<HostDatabase> databases, InventoryReader inventory, KeptFigures kept, FiguresCatalogue catalogue, HostOptions options, TimeProvider clock, ILogger<FiguresWorker> logger) : BackgroundService
{
    private static readonly TimeSpan Glance = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly Dictionary<int, (Published Was, long At)> _looked = [];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Glance, clock);

        try
        {
            do
            {
                await LookAsync(stoppingToken);
            }
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The host stops.
        }
    }

    private async Task LookAsync(CancellationToken cancellationToken)
    {
        foreach (var connector in await PublishedAsync(cancellationToken))
        {
            if (_looked.TryGetValue(connector.Id, out var last) && last.Was == connector && clock.GetElapsedTime(last.At) < Patience)
            {
                continue;
            }

            // One that cannot be looked at must not keep the others from it.
            await TryAsync(
                async () =>
                {
                    var source = await inventory.OpenAsync(connector.Id.ToString(CultureInfo.InvariantCulture), default, cancellationToken);
                    await kept.LookAsync(catalogue.Inventory, source, cancellationToken);
                    await kept.LookAsync(catalogue.Licences, source, cancellationToken);
                    _looked[connector.Id] = (connector, clock.GetTimestamp());
                });
        }
    }

    private async Task<List<Published>> PublishedAsync(CancellationToken cancellationToken)
    {
        List<Published> published = [];
        await TryAsync(
            async () =>
            {
                await using var database = await databases.CreateDbContextAsync(cancellationToken);
                published = await (
                    from connector in database.Connectors
                    join server in database.EndpointServers on connector.EndpointServerId equals server.Id
                    where server.Name == options.EndpointServer && connector.PublishedRunId != null
                    select new Published(connector.Id, connector.PublishedRunId!.Value, connector.Revision, connector.TermsJson)).ToListAsync(cancellationToken);
            });

        return published;
    }

    private async Task TryAsync(Func<Task> look)
    {
        try
        {
            await look();
        }
        catch (Exception exception) when (exception is HostException || StoreFailure.IsOne(exception))
        {
            // A run that went while it was looked at, or a store that is busy; whoever looks next sees why.
            LogNotLooked(logger, exception);
        }
        catch (Exception exception) when (exception is not (OperationCanceledException or OutOfMemoryException))
        {
            // Figures that are not kept are worked out when they are asked for; a host that ends for it serves nobody.
            LogLookBroken(logger, exception);
        }
    }

    private sealed record Published(int Id, long RunId, int Revision, string? Terms);

    [LoggerMessage(2342, LogLevel.Debug, "The figures of what is published could not be looked at; the next look tries again")]
    private static partial void LogNotLooked(ILogger logger, Exception exception);

    [LoggerMessage(2343, LogLevel.Error, "The figures of what is published could not be looked at, by a defect of the host; the next look tries again")]
    private static partial void LogLookBroken(ILogger logger, Exception exception);
}
