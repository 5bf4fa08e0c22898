using System.Data.Common;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Host.Sample.Database;
using Host.Sample.Inventory;
using Microsoft.EntityFrameworkCore;

namespace Host.Sample.Insights;

/// <summary>Keeps figures that take long to work out beside their run: numbers only, nobody is named. Each is worked out once, whoever looks and how many, one after the other.</summary>
/// <remarks>
/// Kept figures are found again by a hash of all that they follow from. Whoever takes rows of a run away (an erasure, retention) deletes the run's kept figures as well; a working out that
/// is under way notices by its ticket, which is gone then, and begins anew.
/// </remarks>
public sealed partial class KeptFigures(
    IDbContextFactory<HostDatabase> databases, HostStore store, StoreWriter writer, InventoryReader inventory, TimeProvider clock, ILogger<KeptFigures> logger) : IAsyncDisposable
{
    private const int MostRounds = 5;
    private const char TicketSign = '?';

    // What has failed, or could not be kept, is not tried again by every look.
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(1);

    private static readonly JsonSerializerOptions Form = new(JsonSerializerDefaults.Web) { Converters = { new JsonStringEnumConverter() } };

    private readonly Dictionary<(long Run, string Kind), Work> _works = [];
    private readonly Lock _lock = new();
    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly CancellationTokenSource _stopping = new();

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        Task[] tasks;

        lock (_lock)
        {
            tasks = [.. _works.Values.Select(work => work.Task)];
        }

        await Task.WhenAll(tasks.Select(task => task.ContinueWith(static _ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default)));
        _stopping.Dispose();
        _turn.Dispose();
    }

    /// <summary>The figures if they are known; else they begin to be worked out, and this does not wait for it.</summary>
    internal async Task<Kept<T>> LookAsync<T>(FiguresKind<T> kind, InventorySource source, CancellationToken cancellationToken)
        where T : class
    {
        var basis = await HashAsync(kind, source, cancellationToken);

        return await FindAsync<T>(kind.Name, source.RunId, basis, cancellationToken) is { } known
            ? new(known, null, basis)
            : Begin(kind, source, basis).Outcome is not { } done || done.Basis != basis ? new(null, null, basis) : new(done.Figures as T, done.Problem, basis);
    }

    /// <summary>The figures, waited for.</summary>
    /// <exception cref="HostException">They cannot be worked out.</exception>
    internal async Task<T> GetAsync<T>(FiguresKind<T> kind, InventorySource source, CancellationToken cancellationToken)
        where T : class
    {
        for (var round = 0; round < MostRounds; round++)
        {
            var basis = await HashAsync(kind, source, cancellationToken);

            if (await FindAsync<T>(kind.Name, source.RunId, basis, cancellationToken) is { } known)
            {
                return known;
            }

            var work = Begin(kind, source, basis);
            await work.Task.WaitAsync(cancellationToken);

            if (work.Outcome is { } done && done.Basis == basis && (done.Problem is not null || !done.IsKept))
            {
                return done.Figures as T ?? throw done.Problem!;
            }

            source = await inventory.OpenAsync(Id(source), source.RunId, cancellationToken);
        }

        throw Restless(source.RunId);
    }

    private static string Id(InventorySource source) => source.Connector.Id.ToString(System.Globalization.CultureInfo.InvariantCulture);

    private static async Task<string> HashAsync<T>(FiguresKind<T> kind, InventorySource source, CancellationToken cancellationToken)
        where T : class => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(await kind.BasisAsync(source, cancellationToken))));

    private static HostException Restless(long runId) => new(HostProblem.Conflict, $"What the figures of run {runId} follow from keeps changing while they are worked out.", "Look again in a minute.");

    private Work Begin<T>(FiguresKind<T> kind, InventorySource source, string basis)
        where T : class
    {
        lock (_lock)
        {
            // One that is under way for another basis sees for itself, when it is done, that it has to go on.
            if (_works.TryGetValue((source.RunId, kind.Name), out var work) && (work.Outcome is null || (work.Outcome is { IsKept: false } && work.Outcome.Basis == basis && clock.GetElapsedTime(work.Outcome.At) < Pause)))
            {
                return work;
            }

            foreach (var old in _works.Where(other => other.Value.Outcome is { } done && (done.IsKept || clock.GetElapsedTime(done.At) >= Pause)).Select(other => other.Key).ToList())
            {
                _works.Remove(old);
            }

            Work begun = new();
            _works[(source.RunId, kind.Name)] = begun;
            // Nobody's circuit, and nobody's request: whoever comes later wants the same.
            begun.Task = Task.Run(() => WorkAsync(begun, kind, source, basis), _stopping.Token);

            return begun;
        }
    }

    private async Task WorkAsync<T>(Work work, FiguresKind<T> kind, InventorySource source, string basis)
        where T : class
    {
        try
        {
            await _turn.WaitAsync(_stopping.Token);

            try
            {
                work.Outcome = await CountAsync(kind, source, _stopping.Token);
            }
            finally
            {
                _turn.Release();
            }
        }
        catch (HostException exception)
        {
            work.Outcome = new(basis, null, exception, IsKept: false, clock.GetTimestamp());
        }
        catch (Exception exception) when (StoreFailure.IsOne(exception))
        {
            work.Outcome = new(basis, null, StoreFailure.Explain(exception, store.Name), IsKept: false, clock.GetTimestamp());
        }
        catch (OperationCanceledException exception)
        {
            // The host stops.
            work.Outcome = new(basis, null, new HostException(HostProblem.Conflict, "The host stops; the figures are worked out when it is there again.", "Look again later.", exception), IsKept: false, clock.GetTimestamp());
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            LogBroken(logger, exception, kind.Name, source.RunId);
            work.Outcome = new(basis, null, new HostException(HostProblem.Internal, $"The figures of run {source.RunId} could not be worked out: a defect of the host.", "The log has the details; the rows themselves can be looked at all the same.", exception), IsKept: false, clock.GetTimestamp());
        }
    }

    private async Task<Outcome> CountAsync<T>(FiguresKind<T> kind, InventorySource opened, CancellationToken cancellationToken)
        where T : class
    {
        for (var round = 0; round < MostRounds; round++)
        {
            var source = await inventory.OpenAsync(Id(opened), opened.RunId, cancellationToken);
            var basis = await HashAsync(kind, source, cancellationToken);

            // Another process may have been faster.
            if (await FindAsync<T>(kind.Name, source.RunId, basis, cancellationToken) is not null)
            {
                return new(basis, null, null, IsKept: true, clock.GetTimestamp());
            }

            var began = clock.GetTimestamp();
            var ticket = await TicketAsync(kind.Name, source.RunId, basis, cancellationToken);
            var figures = await kind.CountAsync(source, cancellationToken);
            LogCounted(logger, kind.Name, source.RunId, clock.GetElapsedTime(began).TotalMilliseconds);

            var isKept = ticket is null ? null : await KeepAsync(kind.Name, source.RunId, basis, ticket, JsonSerializer.Serialize(figures, Form), cancellationToken);

            if (isKept is not false)
            {
                return isKept is true ? new(basis, null, null, IsKept: true, clock.GetTimestamp()) : new(basis, figures, null, IsKept: false, clock.GetTimestamp());
            }
        }

        throw Restless(opened.RunId);
    }

    private async Task<T?> FindAsync<T>(string kind, long runId, string basis, CancellationToken cancellationToken)
        where T : class
    {
        await using var database = await databases.CreateDbContextAsync(cancellationToken);
        var json = await database.RunFigures.Where(entry => entry.RunId == runId && entry.Kind == kind && entry.Basis == basis).Select(entry => entry.Json).SingleOrDefaultAsync(cancellationToken);

        return json is null or [TicketSign, ..] ? null : JsonSerializer.Deserialize<T>(json, Form);
    }

    /// <summary>Says that the figures are being worked out. Two processes that do so at once share the ticket.</summary>
    /// <returns>The ticket; null: the store takes no writing now, so that the figures cannot be kept.</returns>
    private Task<string?> TicketAsync(string kind, long runId, string basis, CancellationToken cancellationToken) => TryWriteAsync(
        write =>
        {
            var entry = write.Database.RunFigures.Find(runId, kind);

            if (entry is null)
            {
                // Deleted while it was looked at; there is nothing to keep figures for.
                if (!write.Database.Runs.Any(run => run.Id == runId))
                {
                    return null;
                }

                write.Database.RunFigures.Add(entry = new() { RunId = runId, Kind = kind, Basis = basis, Json = NewTicket() });
            }
            else if (entry.Basis != basis || entry.Json is not [TicketSign, ..])
            {
                (entry.Basis, entry.Json) = (basis, NewTicket());
            }

            entry.At = clock.GetUtcNow();
            write.Database.SaveChanges();

            return entry.Json;
        },
        cancellationToken);

    /// <summary>Keeps figures in the place of their ticket.</summary>
    /// <returns>Whether the ticket was still there; null: the store takes no writing now.</returns>
    private Task<bool?> KeepAsync(string kind, long runId, string basis, string ticket, string json, CancellationToken cancellationToken) => TryWriteAsync<bool?>(
        write => write.Database.RunFigures.Where(entry => entry.RunId == runId && entry.Kind == kind && entry.Basis == basis && entry.Json == ticket)
            .ExecuteUpdate(set => set.SetProperty(entry => entry.Json, json).SetProperty(entry => entry.At, clock.GetUtcNow())) == 1,
        cancellationToken);

    // That figures cannot be kept is no reason not to show them.
    private async Task<T?> TryWriteAsync<T>(Func<StoreSession, T?> work, CancellationToken cancellationToken)
    {
        try
        {
            return await writer.WriteAsync(work, cancellationToken);
        }
        catch (Exception exception) when (exception is HostException { Problem: HostProblem.StoreUnavailable } or DbUpdateException or DbException)
        {
            return default;
        }
    }

    private static string NewTicket() => $"{TicketSign}{Guid.NewGuid():N}";

    [LoggerMessage(2340, LogLevel.Information, "The figures '{Kind}' of run {RunId} were worked out in {Milliseconds:0} ms")]
    private static partial void LogCounted(ILogger logger, string kind, long runId, double milliseconds);

    [LoggerMessage(2341, LogLevel.Error, "The figures '{Kind}' of run {RunId} could not be worked out, by a defect of the host")]
    private static partial void LogBroken(ILogger logger, Exception exception, string kind, long runId);

    private sealed class Work
    {
        private volatile Outcome? _outcome;

        public Task Task { get; set; } = Task.CompletedTask;

        /// <summary>How it ended; null while it is under way.</summary>
        public Outcome? Outcome
        {
            get => _outcome;
            set => _outcome = value;
        }
    }

    private sealed record Outcome(string Basis, object? Figures, HostException? Problem, bool IsKept, long At);
}
