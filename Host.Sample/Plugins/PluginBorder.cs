using Host.Sample.Logs;
using Plugin.Abstractions.Errors;

namespace Host.Sample.Plugins;

/// <summary>Calls a plugin's asynchronous verbs and lets only the host's own values and exceptions come back.</summary>
public sealed partial class PluginBorder(KnownSecrets secrets, PluginConduct conduct, TimeProvider clock, ILogger<PluginBorder> logger)
{
    /// <param name="plugin">Whose code is called.</param>
    /// <param name="what">What it is asked to do, to follow "asked to".</param>
    /// <param name="limit">How long it may take.</param>
    /// <param name="call">Calls it and copies what it gives.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="HostException"><see cref="HostProblem.ConnectorFailed"/>: the plugin says why; <see cref="HostProblem.PluginUnavailable"/>: it broke.</exception>
    public async Task<T> CallAsync<T>(InstalledPlugin plugin, string what, TimeSpan limit, Func<CancellationToken, Task<T>> call, CancellationToken cancellationToken)
    {
        var began = clock.GetTimestamp();
        using var time = new CancellationTokenSource(limit, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(time.Token, cancellationToken);

        Task<T> work;

        // What is ambient here is not the plugin's affair, and must not be held by it.
        using (ExecutionContext.SuppressFlow())
        {
            work = Task.Run(() => call(either.Token), CancellationToken.None);
        }

        try
        {
            return await work.WaitAsync(either.Token);
        }
        catch (ConnectorException exception)
        {
            throw Told(exception);
        }
        catch (Exception) when (cancellationToken.IsCancellationRequested)
        {
            throw new OperationCanceledException(cancellationToken);
        }
        catch (Exception) when (time.IsCancellationRequested)
        {
            if (!await PluginDeadline.EndsAsync(work, clock))
            {
                conduct.Quarantine(plugin, $"It did not end within {limit.TotalSeconds:0} s while it was asked to {what}, and when it was told to stop it did not.");
            }

            throw new HostException(HostProblem.ConnectorFailed, $"The plugin '{plugin.Id}' did not end within {limit.TotalSeconds:0} s while it was asked to {what}.", "Try again; if it stays so, check the network and the service's status page.");
        }
        catch (Exception exception)
        {
            throw Broke(plugin, what, PluginWords.Of(exception));
        }
        finally
        {
            var took = clock.GetElapsedTime(began);
            LogAsked(plugin.Id, plugin.Version, what, work.Status, took.TotalMilliseconds);
        }
    }

    /// <summary>As <see cref="CallAsync"/>, for a verb that does no I/O.</summary>
    public async Task<T> AskAsync<T>(InstalledPlugin plugin, string what, Func<T> call, CancellationToken cancellationToken)
    {
        try
        {
            var (result, told) = await PluginDeadline.RunAsync(what, () => Try(call), clock, cancellationToken);

            return told is null ? result! : throw told;
        }
        catch (PluginFailedException failure)
        {
            if (failure.HasHung)
            {
                conduct.Quarantine(plugin, failure.Message);
            }

            throw new HostException(HostProblem.PluginUnavailable, secrets.Redact($"The plugin '{plugin.Id}' {plugin.Version} failed. {failure.Message}"), failure.Fix);
        }
    }

    private (T? Result, HostException? Told) Try<T>(Func<T> call)
    {
        try
        {
            return (call(), null);
        }
        catch (ConnectorException exception)
        {
            return (default, Told(exception));
        }
    }

    private HostException Told(ConnectorException exception) => new(
        exception.Reason is FailureReason.FixSettings ? HostProblem.Invalid : HostProblem.ConnectorFailed,
        secrets.Redact(PluginWords.OneLine(exception.Message)),
        secrets.Redact(PluginWords.OneLine(exception.Fix)));

    private HostException Broke(InstalledPlugin plugin, string what, string words) => new(
        HostProblem.PluginUnavailable,
        secrets.Redact($"The plugin '{plugin.Id}' {plugin.Version} broke while it was asked to {what}: {words}"),
        "Report this to the plugin's maker, with the host's log.");

    [LoggerMessage(2027, LogLevel.Debug, "Plugin {PluginId} {Version} was asked to {Task}: {Status} after {Milliseconds} ms")]
    private partial void LogAsked(string pluginId, string version, string task, TaskStatus status, double milliseconds);
}
