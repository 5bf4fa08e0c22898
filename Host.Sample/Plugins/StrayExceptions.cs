using System.Diagnostics;
using System.Runtime.ExceptionServices;

namespace Host.Sample.Plugins;

/// <summary>Keeps an exception that a plugin lets loose (async void, a raw thread, a timer, a finalizer) from ending the host.</summary>
public sealed partial class StrayExceptions(ILogger<StrayExceptions> logger)
{
    /// <summary>For the whole process, and once only: called by the program, never by a library or a test.</summary>
    public void Contain() => ExceptionHandling.SetUnhandledExceptionHandler(IsContained);

    /// <summary>Logs and takes an exception that came out of a plugin; leaves every other to end the process, as it should.</summary>
    public bool IsContained(Exception exception)
    {
        if (Origin(exception) is not { } origin)
        {
            return false;
        }

        LogStray(origin, PluginWords.Of(exception));

        return true;
    }

    private static string? Origin(Exception exception) =>
        new StackTrace(exception).GetFrames()
            .Select(frame => frame.GetMethod()?.Module.Assembly)
            .FirstOrDefault(assembly => assembly?.IsCollectible is true)
            ?.GetName().Name;

    [LoggerMessage(2010, LogLevel.Error, "The plugin assembly {Assembly} let an exception loose outside any call of the host; its work may be incomplete: {Failure}")]
    private partial void LogStray(string assembly, string failure);
}
