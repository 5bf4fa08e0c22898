using Plugin.Abstractions.Collection;

namespace Host.Sample.Connectors;

/// <summary>Rows and waits where there is no run: in a test and in an authorization.</summary>
internal sealed class NoRun : IRunRows, IWaitObserver
{
    public IAsyncEnumerable<StoredRow> ReadAsync(string streamId, IReadOnlyList<string> columns, string? afterKey, CancellationToken cancellationToken) =>
        throw new ArgumentException("Rows can be read in a run only.", nameof(streamId));

    public void Waiting(string streamId, TimeSpan duration, string reason)
    {
        // Nobody watches.
    }
}
