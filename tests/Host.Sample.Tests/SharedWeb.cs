namespace Host.Sample.Tests;

/// <summary>A whole host for all tests of a class that only look at it, or that leave it as it was. Started for the first that asks.</summary>
public sealed class SharedWeb : IAsyncDisposable
{
    private WebFixture? _host;

    /// <param name="start">How it is started, and what it is to hold; null: as it comes.</param>
    public async Task<WebFixture> HostAsync(Func<Task<WebFixture>>? start = null) => _host ??= await (start?.Invoke() ?? WebFixture.StartAsync());

    public ValueTask DisposeAsync() => _host?.DisposeAsync() ?? ValueTask.CompletedTask;
}
