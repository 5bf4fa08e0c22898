namespace EndToEnd.Tests;

/// <summary>A store with a connector of the chameleon's. Made once for a class; each test takes a copy.</summary>
public sealed class ChameleonStore : IAsyncLifetime
{
    public TemporaryFolder Folder { get; } = new();

    public async ValueTask InitializeAsync()
    {
        using var plugins = new TemporaryFolder();
        plugins.Take(HostProcess.BadPlugins, "chameleon");
        (await HostProcess.RunAsync(Folder.Path, null, CancellationToken.None, "features", "enable", "chameleon", "--plugins", plugins.Path)).ShouldSucceed();
        (await HostProcess.RunAsync(Folder.Path, null, CancellationToken.None, "connectors", "add", "Home", "--plugin", "chameleon", "--plugins", plugins.Path)).ShouldSucceed();
    }

    public ValueTask DisposeAsync()
    {
        Folder.Dispose();

        return ValueTask.CompletedTask;
    }
}
