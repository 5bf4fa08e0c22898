namespace Host.Sample.Plugins;

/// <summary>Runs a plugin's synchronous code on a thread of its own time: it may hang, and must not see or leave ambient state.</summary>
internal static class PluginDeadline
{
    /// <summary>How long a call that does no I/O may take; the first one includes compiling the plugin.</summary>
    public static TimeSpan ForWork { get; } = TimeSpan.FromSeconds(15);

    /// <summary>How long a plugin may take to end what it was told to stop.</summary>
    public static TimeSpan ForEnding { get; } = TimeSpan.FromSeconds(30);

    /// <summary>Waits for work that was told to stop.</summary>
    /// <returns>Whether it has ended, however it did.</returns>
    public static async Task<bool> EndsAsync(Task work, TimeProvider clock)
    {
        await work.WaitAsync(ForEnding, clock, CancellationToken.None).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

        return work.IsCompleted;
    }

    /// <exception cref="PluginFailedException">The call did not end in time, or threw.</exception>
    public static async Task<T> RunAsync<T>(string what, Func<T> call, TimeProvider clock, CancellationToken cancellationToken)
    {
        Task<T> work;

        // An AsyncLocal that flows in, or a timer that captures what flows out, would tie host and plugin together.
        using (ExecutionContext.SuppressFlow())
        {
            work = Task.Run(call, CancellationToken.None);
        }

        try
        {
            return await work.WaitAsync(ForWork, clock, cancellationToken);
        }
        catch (TimeoutException) when (!work.IsCompleted)
        {
            throw new PluginFailedException($"It did not end within {ForWork.TotalSeconds:0} s while it was asked to {what}.", "Restart the host to free the thread that it holds, and ask the plugin's maker for a version that answers.") { HasHung = true };
        }
        catch (Exception exception) when (exception is not PluginFailedException && !cancellationToken.IsCancellationRequested)
        {
            throw new PluginFailedException($"It broke while it was asked to {what}: {PluginWords.Of(exception)}", "Install another version, or report this to the plugin's maker.");
        }
    }
}
