using Plugin.Abstractions;
using Plugin.Abstractions.Collection;

namespace Host.Sample.Isolation;

/// <summary>A stream that the plugin's process is at.</summary>
internal sealed class WorkerStream(IConnector connector, ConnectorContext context, StreamRequest request, CancellationToken cancellationToken) : IAsyncDisposable
{
    private IAsyncEnumerator<StreamPage>? _pages;

    /// <summary>The next page, or null after the last.</summary>
    public async Task<StreamPage?> NextAsync()
    {
        _pages ??= connector.CollectAsync(context, request, cancellationToken).GetAsyncEnumerator(cancellationToken);

        return await _pages.MoveNextAsync() ? _pages.Current : null;
    }

    public ValueTask DisposeAsync() => _pages?.DisposeAsync() ?? ValueTask.CompletedTask;
}
