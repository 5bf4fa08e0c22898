using Microsoft.Extensions.Time.Testing;

namespace Plugin.Slack.Tests.Support;

/// <summary>Lets several pieces of work go on one at a time, in an order drawn by chance, on a clock that stands still while any of them has something to do.</summary>
internal sealed class Turns(FakeTimeProvider clock, Random chance) : IDisposable
{
    private readonly Lock _gate = new();
    private readonly SemaphoreSlim _allWait = new(0);
    private readonly List<(DateTimeOffset From, TaskCompletionSource Go)> _waiting = [];
    private int _running;

    /// <summary>Waits until a moment, and then for a turn.</summary>
    public Task WaitAsync(TimeSpan wait)
    {
        TaskCompletionSource go = new(TaskCreationOptions.RunContinuationsAsynchronously);

        lock (_gate)
        {
            _waiting.Add((clock.GetUtcNow() + wait, go));
            TellWhenAllWait();
        }

        return go.Task;
    }

    public async Task RunAsync(IReadOnlyList<Func<Task>> work, CancellationToken cancellationToken)
    {
        _running = work.Count;
        var all = Task.WhenAll(work.Select(one => Task.Run(() => RunAsync(one), cancellationToken)));

        while (!all.IsCompleted)
        {
            await _allWait.WaitAsync(cancellationToken);

            if (Next() is not { } go)
            {
                break;
            }

            go.SetResult();
        }

        await all;
    }

    public void Dispose() => _allWait.Dispose();

    private async Task RunAsync(Func<Task> work)
    {
        try
        {
            await WaitAsync(TimeSpan.Zero);
            await work();
        }
        finally
        {
            lock (_gate)
            {
                _running--;
                TellWhenAllWait();
            }
        }
    }

    private TaskCompletionSource? Next()
    {
        lock (_gate)
        {
            if (_running == 0)
            {
                return null;
            }

            var first = _waiting.Min(one => one.From);
            clock.Advance(first > clock.GetUtcNow() ? first - clock.GetUtcNow() : TimeSpan.Zero);
            var ready = _waiting.FindAll(one => one.From <= clock.GetUtcNow());
            var next = ready[chance.Next(ready.Count)];
            _waiting.Remove(next);

            return next.Go;
        }
    }

    private void TellWhenAllWait()
    {
        if (_waiting.Count == _running)
        {
            _allWait.Release();
        }
    }
}
