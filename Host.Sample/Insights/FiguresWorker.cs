using System.Globalization;
using Host.Sample.Database;
using Host.Sample.Inventory;
using Microsoft.EntityFrameworkCore;

namespace Host.Sample.Insights;

/// <summary>Has the figures of what readers see now worked out before somebody looks: after a run, behind whichever door it ended, after a decision, after terms have changed, after a start.</summary>
internal sealed partial class FiguresWorker(IDbContextFactory<HostDatabase> databases, InventoryReader inventory, KeptFigures kept, FiguresCatalogue catalogue, TimeProvider clock, ILogger<FiguresWorker> logger) : BackgroundService
{
    private static readonly TimeSpan Glance = TimeSpan.FromSeconds(5);

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
            // One that cannot be looked at must not keep the others from it.
            await TryAsync(
                async () =>
                {
                    var source = await inventory.OpenAsync(connector.ToString(CultureInfo.InvariantCulture), default, cancellationToken);
                    await kept.LookAsync(catalogue.Inventory, source, cancellationToken);
                    await kept.LookAsync(catalogue.Licences, source, cancellationToken);
                });
        }
    }

    private async Task<List<int>> PublishedAsync(CancellationToken cancellationToken)
    {
        List<int> published = [];
        await TryAsync(
            async () =>
            {
                await using var database = await databases.CreateDbContextAsync(cancellationToken);
                published = await database.Connectors.Where(connector => connector.PublishedRunId != null).Select(connector => connector.Id).ToListAsync(cancellationToken);
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
    }

    [LoggerMessage(2342, LogLevel.Debug, "The figures of what is published could not be looked at; the next look tries again")]
    private static partial void LogNotLooked(ILogger logger, Exception exception);
}
