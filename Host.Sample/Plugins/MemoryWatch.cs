namespace Host.Sample.Plugins;

/// <summary>Looks at the memory of the process while plugins are at work, and stops the one that floods it.</summary>
/// <remarks>
/// What is alive on the managed heap cannot be told apart by plugin. It grows by little between two pages of a well-behaved plugin, so the call that has seen it grow
/// the most is taken for the culprit. An isolated plugin has a limit of its own, set by the runtime of its process.
/// </remarks>
public sealed class MemoryWatch(HostOptions options, TimeProvider clock)
{
    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(200);

    private readonly Lock _lock = new();
    private readonly List<Call> _calls = [];
    private ITimer? _timer;

    /// <summary>Watches a call until it is disposed.</summary>
    /// <param name="onFlood">Told once, with what it has taken in bytes, when the call has taken more than it may.</param>
    public IDisposable Watch(Action<long> onFlood)
    {
        var call = new Call(this, Alive(), onFlood);

        lock (_lock)
        {
            _calls.Add(call);

            // A timer keeps what flows where it is made; nothing of a plugin's may.
            using (ExecutionContext.SuppressFlow())
            {
                _timer ??= clock.CreateTimer(_ => Look(), null, Period, Period);
            }
        }

        return call;
    }

    private static long Alive() => GC.GetGCMemoryInfo(GCKind.Any).HeapSizeBytes;

    private void Look()
    {
        Call? culprit;
        long taken;

        lock (_lock)
        {
            var alive = Alive();
            culprit = _calls.Where(call => !call.IsTold).MinBy(call => call.AliveBefore);
            taken = culprit is null ? 0 : alive - culprit.AliveBefore;

            if (culprit is null || taken <= options.PluginMemoryBytes)
            {
                return;
            }

            culprit.IsTold = true;
        }

        culprit.OnFlood(taken);
    }

    private void Forget(Call call)
    {
        lock (_lock)
        {
            _calls.Remove(call);

            if (_calls.Count == 0)
            {
                _timer?.Dispose();
                _timer = null;
            }
        }
    }

    private sealed class Call(MemoryWatch owner, long aliveBefore, Action<long> onFlood) : IDisposable
    {
        public long AliveBefore { get; } = aliveBefore;

        public Action<long> OnFlood { get; } = onFlood;

        public bool IsTold { get; set; }

        public void Dispose() => owner.Forget(this);
    }
}
