using Host.Sample.Connectors;
using Host.Sample.Inventory;
using Host.Sample.Logs;
using Plugin.Abstractions.Collection;

namespace Host.Sample.Runs;

/// <summary>The one place where a stream calls its plugin: whatever is thrown here is the plugin's and leaves as text.</summary>
internal sealed class PluginPages(OpenConnector open, StreamRequest request, string streamName, KnownSecrets secrets, CancellationToken cancellationToken) : IAsyncDisposable
{
    private IAsyncEnumerator<StreamPage>? _pages;

    /// <summary>Asks for the next page and takes its rows.</summary>
    /// <returns>The page, or null after the last.</returns>
    /// <exception cref="StreamBrokenException">The plugin failed.</exception>
    public async Task<StreamPage?> NextAsync(RowBuffer rows)
    {
        try
        {
            _pages ??= open.Connector.CollectAsync(open.Context, request, cancellationToken).GetAsyncEnumerator(cancellationToken);

            if (!await _pages.MoveNextAsync())
            {
                return null;
            }

            var page = _pages.Current ?? throw new PluginFaultException($"The plugin gave nothing for a page of {streamName}.");

            if (page.Evidence is null)
            {
                throw new PluginFaultException($"The plugin gave a page of {streamName} without evidence.");
            }

            if (page.Covered?.All(part => part is not null) is not true)
            {
                throw new PluginFaultException($"The plugin gave a page of {streamName} with a covered part that is none.");
            }

            rows.Fill(page);

            return page;
        }
        catch (Exception exception) when (exception is not HostException && !cancellationToken.IsCancellationRequested)
        {
            throw new StreamBrokenException(StreamFailure.From(exception, $"collected {streamName}", secrets));
        }
        catch (Exception exception) when (exception is not HostException)
        {
            // Being stopped, plugins end in many ways; all of them mean the same.
            throw new OperationCanceledException(cancellationToken);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_pages is null)
        {
            return;
        }

        try
        {
            await _pages.DisposeAsync();
        }
        catch (Exception exception) when (exception is not (OutOfMemoryException or StackOverflowException))
        {
            // The stream's outcome is known by now; a plugin that fails to tidy up does not change it.
        }
    }
}
