using System.Runtime.CompilerServices;
using Host.Sample.Database;
using Plugin.Abstractions.Collection;

namespace Host.Sample.Runs;

/// <summary>A run in the hands of this process: what it is doing, told to whoever watches. Safe for several threads.</summary>
public sealed class LiveRun(long runId, TimeProvider clock) : IWaitObserver
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, StreamSnapshot> _streams = [];
    private readonly Dictionary<string, DateTimeOffset> _startedAt = [];
    private readonly List<string> _order = [];
    private RunSnapshot _run = new() { RunId = runId, State = RunState.Queued, Streams = [] };
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Action? _cancel;
    private bool _isLetGo;

    public RunSnapshot Snapshot
    {
        get
        {
            lock (_lock)
            {
                var now = clock.GetUtcNow();

                return _run with { Streams = [.. _order.Select(id => AsOf(_streams[id], now))] };
            }
        }
    }

    /// <summary>The run now and after every change until it ends, or until this process lets go of it; changes that come faster than they are read are seen as one.</summary>
    public async IAsyncEnumerable<RunSnapshot> WatchAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (true)
        {
            Task changed;
            bool isLetGo;

            lock (_lock)
            {
                (changed, isLetGo) = (_changed.Task, _isLetGo);
            }

            var snapshot = Snapshot;
            yield return snapshot;

            if (snapshot.HasEnded || isLetGo)
            {
                yield break;
            }

            await changed.WaitAsync(cancellationToken);
        }
    }

    public void Waiting(string streamId, TimeSpan duration, string reason) =>
        Change(streamId, stream => stream with { WaitingUntil = clock.GetUtcNow() + duration, WaitReason = reason });

    /// <summary>Asks the run to end soon.</summary>
    public void Cancel()
    {
        // Under the lock, so that nothing is called any more once the run has let go of it.
        lock (_lock)
        {
            _cancel?.Invoke();
        }
    }

    internal void OnCancel(Action? cancel)
    {
        lock (_lock)
        {
            _cancel = cancel;
        }
    }

    /// <summary>Tells whoever watches that nothing more comes from here: the run has ended, or this process could not go on with it.</summary>
    internal void LetGo()
    {
        lock (_lock)
        {
            _isLetGo = true;
            Notify();
        }
    }

    internal void Show(Run run)
    {
        lock (_lock)
        {
            _run = _run with { State = run.State, StartedAt = run.StartedAt, EndedAt = run.EndedAt, Message = run.Message, Fix = run.Fix, Budget = RunBudget.Of(run) };
            Notify();
        }
    }

    internal void Show(StreamRun stream, string name)
    {
        lock (_lock)
        {
            if (!_streams.ContainsKey(stream.StreamId))
            {
                _order.Add(stream.StreamId);
            }

            _streams[stream.StreamId] = Of(stream, name, clock.GetUtcNow());

            if (stream is { StartedAt: { } startedAt, EndedAt: null })
            {
                _startedAt[stream.StreamId] = startedAt;
            }
            else
            {
                _startedAt.Remove(stream.StreamId);
            }

            Notify();
        }
    }

    /// <summary>A stream as the store knows it.</summary>
    internal static StreamSnapshot Of(StreamRun stream, string name, DateTimeOffset now) => new()
    {
        StreamId = stream.StreamId,
        Name = name,
        State = stream.State,
        Rows = stream.Staged,
        Pages = stream.Pages,
        Calls = stream.Calls,
        Elapsed = stream.StartedAt is { } startedAt ? (stream.EndedAt ?? now) - startedAt : TimeSpan.Zero,
        Waited = TimeSpan.FromMilliseconds(stream.WaitedMilliseconds),
        Message = stream.Message,
        Fix = stream.Fix,
    };

    private StreamSnapshot AsOf(StreamSnapshot stream, DateTimeOffset now)
    {
        var isWaiting = stream.WaitingUntil > now;

        return stream with
        {
            Elapsed = _startedAt.TryGetValue(stream.StreamId, out var startedAt) ? now - startedAt : stream.Elapsed,
            WaitingUntil = isWaiting ? stream.WaitingUntil : null,
            WaitReason = isWaiting ? stream.WaitReason : null,
        };
    }

    private void Change(string streamId, Func<StreamSnapshot, StreamSnapshot> change)
    {
        lock (_lock)
        {
            // A plugin may name a stream that is not there.
            if (_streams.TryGetValue(streamId, out var stream))
            {
                _streams[streamId] = change(stream);
                Notify();
            }
        }
    }

    private void Notify()
    {
        _changed.TrySetResult();
        _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
