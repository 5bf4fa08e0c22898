using System.Diagnostics;
using System.Reflection;
using System.Runtime.ExceptionServices;

namespace Host.Sample.Plugins;

/// <summary>Keeps an exception that a plugin lets loose (async void, a raw thread, a timer, a finalizer) from ending the host.</summary>
public sealed partial class StrayExceptions(PluginCatalog catalog, PluginConduct conduct, ILogger<StrayExceptions> logger)
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

        var words = PluginWords.Of(exception);
        LogStray(origin.GetName().Name ?? "?", words);
        Count(origin, words);

        return true;
    }

    // Nothing may come out of here: the process ends then.
    private void Count(Assembly origin, string words)
    {
        try
        {
            if (catalog.List().FirstOrDefault(plugin => plugin.Manifest is not null && origin.Location.StartsWith(plugin.Folder + Path.DirectorySeparatorChar, StringComparison.Ordinal)) is { } plugin)
            {
                conduct.RunEnded(plugin, PluginContent.HashOf(plugin.Folder), isPublished: false, $"It let an exception loose outside any call of the host: {words}");
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or HostException)
        {
            LogUncounted(PluginWords.OneLine(exception.Message));
        }
    }

    private static Assembly? Origin(Exception exception) =>
        new StackTrace(exception).GetFrames()
            .Select(frame => frame.GetMethod()?.Module.Assembly)
            .FirstOrDefault(assembly => assembly?.IsCollectible is true);


    [LoggerMessage(2010, LogLevel.Error, "The plugin assembly {Assembly} let an exception loose outside any call of the host; its work may be incomplete: {Failure}")]
    private partial void LogStray(string assembly, string failure);

    [LoggerMessage(2011, LogLevel.Warning, "What a plugin let loose could not be counted: {Problem}")]
    private partial void LogUncounted(string problem);
}
