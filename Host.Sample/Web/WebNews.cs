using System.Collections.Concurrent;

namespace Host.Sample.Web;

/// <summary>Tells the open pages of this process that something that they may show has changed.</summary>
public sealed class WebNews
{
    private readonly ConcurrentDictionary<Subscription, Action> _listeners = [];

    /// <summary>Calls an action, on the thread of whoever changed something, until what is given back is disposed.</summary>
    public IDisposable Subscribe(Action action)
    {
        var subscription = new Subscription(_listeners);
        _listeners[subscription] = action;

        return subscription;
    }

    public void Tell()
    {
        foreach (var listener in _listeners.Values)
        {
            listener();
        }
    }

    private sealed class Subscription(ConcurrentDictionary<Subscription, Action> listeners) : IDisposable
    {
        public void Dispose() => listeners.TryRemove(this, out _);
    }
}
