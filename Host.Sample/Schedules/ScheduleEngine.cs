using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Host.Sample.Database;
using Quartz;

namespace Host.Sample.Schedules;

/// <summary>Keeps a scheduler at work for as long as the host serves, in step with the schedules in the store, whichever door or process changes them. Its trouble keeps nothing else from working.</summary>
internal sealed partial class ScheduleEngine(
    ScheduleClockwork clockwork, ScheduleSync sync, ScheduleSignal signal, ScheduleTrouble trouble, HostStore store, StoreWriter writer, HostOptions options, TimeProvider clock, ILogger<ScheduleEngine> logger) : BackgroundService
{
    private static readonly TimeSpan Glance = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan BetweenStarts = TimeSpan.FromSeconds(30);

    // Quartz says what goes wrong inside it when it meets it, not how long it lasts.
    private static readonly TimeSpan TroubleLasts = TimeSpan.FromMinutes(1);

    private long _notedAt;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            var wait = BetweenStarts;

            try
            {
                // Of several processes of one name one follows its schedules, and another takes over when that one is gone.
                await using var turn = await writer.TryLeaseAsync(LeaseOf(options.EndpointServer), stoppingToken);

                if (turn is null)
                {
                    wait = Glance;
                }
                else
                {
                    using var end = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken, turn.Lost);
                    await WorkAsync(end.Token);
                }
            }
            catch (Exception exception) when (exception is not (OperationCanceledException or OutOfMemoryException))
            {
                Note(exception);
            }
            catch (OperationCanceledException)
            {
                // The host stops, or the turn was lost: then it is somebody else's, or taken again.
                wait = Glance;
            }

            await Task.Delay(wait, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    // Connectors' own numbers are above zero.
    private static int LeaseOf(string endpointServer) => -1 - (BinaryPrimitives.ReadInt32LittleEndian(SHA256.HashData(Encoding.UTF8.GetBytes(endpointServer.ToUpperInvariant()))) & 0x3FFF_FFFF);

    private async Task WorkAsync(CancellationToken stoppingToken)
    {
        await using var factory = clockwork.Build(new ScheduleListener(Note));
        var scheduler = await factory.GetScheduler(stoppingToken);

        try
        {
            // Before it begins: what was changed while nobody served is neither fired nor made up for as it was.
            await sync.AlignAsync(scheduler, stoppingToken);
            await scheduler.Start(stoppingToken);
            Clear();

            while (true)
            {
                await FollowAsync(scheduler, stoppingToken);
            }
        }
        finally
        {
            // A job only notes a run down; nothing is waited for.
            await scheduler.Shutdown(false, CancellationToken.None);
        }
    }

    private async Task FollowAsync(IScheduler scheduler, CancellationToken stoppingToken)
    {
        var changed = signal.NextAsync();

        try
        {
            await sync.AlignAsync(scheduler, stoppingToken);
            Clear();
        }
        catch (Exception exception) when (exception is not (OperationCanceledException or OutOfMemoryException))
        {
            Note(exception);
        }

        await changed.WaitAsync(Glance, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        stoppingToken.ThrowIfCancellationRequested();
    }

    private void Note(Exception exception)
    {
        var problem = StoreFailure.IsOne(exception)
            ? StoreFailure.Explain(exception, store.Name)
            : new(
                HostProblem.StoreUnavailable,
                $"The scheduler cannot work with its tables ({ScheduleClockwork.TablePrefix}…) in the store {store.Name}: {Plugins.PluginWords.OneLine(exception.GetBaseException().Message)}",
                "Nothing begins by schedule until this is mended; runs that people ask for do. The host tries again by itself. If it stays: stop the host, put back a backup of the store, and start the host again.",
                exception);

        _notedAt = clock.GetTimestamp();

        if (trouble.Note(problem))
        {
            LogTrouble(logger, problem.Message, problem.Fix);
        }
    }

    private void Clear()
    {
        if (trouble.Problem is not null && clock.GetElapsedTime(_notedAt) > TroubleLasts && trouble.Note(null))
        {
            LogMended(logger);
        }
    }

    [LoggerMessage(2352, LogLevel.Error, "{Message} {Fix}")]
    private static partial void LogTrouble(ILogger logger, string message, string fix);

    [LoggerMessage(2353, LogLevel.Information, "The scheduler works again")]
    private static partial void LogMended(ILogger logger);
}
