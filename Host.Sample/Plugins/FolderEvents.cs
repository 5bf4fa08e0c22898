namespace Host.Sample.Plugins;

/// <summary>Wakes whoever waits when something happens below a folder, or when the time is up. The folder may come, go and come again.</summary>
internal sealed class FolderEvents(string folder, TimeProvider clock) : IDisposable
{
    private const int BufferBytes = 64 * 1024;

    private readonly SemaphoreSlim _happened = new(0, 1);
    private FileSystemWatcher? _watcher;
    private bool _isLost;

    public async Task WaitAsync(TimeSpan longest, CancellationToken cancellationToken)
    {
        Watch();
        using var time = new CancellationTokenSource(longest, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(time.Token, cancellationToken);

        try
        {
            await _happened.WaitAsync(either.Token);
        }
        catch (OperationCanceledException)
        {
            // Time to look all the same; or the end, which the caller sees.
        }
    }

    public void Dispose()
    {
        _watcher?.Dispose();
        _happened.Dispose();
    }

    private void Watch()
    {
        if (Volatile.Read(ref _isLost) || !Directory.Exists(folder))
        {
            _watcher?.Dispose();
            _watcher = null;
        }

        if (_watcher is not null || !Directory.Exists(folder))
        {
            return;
        }

        Volatile.Write(ref _isLost, false);

        var watcher = new FileSystemWatcher
        {
            IncludeSubdirectories = true,
            InternalBufferSize = BufferBytes,
            NotifyFilter = NotifyFilters.FileName | NotifyFilters.DirectoryName | NotifyFilters.LastWrite | NotifyFilters.Size,
        };
        watcher.Created += (_, _) => Wake();
        watcher.Changed += (_, _) => Wake();
        watcher.Renamed += (_, _) => Wake();
        watcher.Deleted += (_, _) => Wake();
        watcher.Error += (_, _) => Volatile.Write(ref _isLost, true);

        try
        {
            watcher.Path = folder;
            watcher.EnableRaisingEvents = true;
            _watcher = watcher;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException)
        {
            // Some file systems, and systems with too many watchers, give no events; then looking every second has to do.
            watcher.Dispose();
        }
    }

    private void Wake()
    {
        lock (_happened)
        {
            if (_happened.CurrentCount == 0)
            {
                _happened.Release();
            }
        }
    }
}
