using Host.Sample.Plugins;
using Plugin.Abstractions.Errors;

namespace Host.Sample.Isolation;

/// <summary>What was thrown, as it goes to the other process.</summary>
internal static class FailureWords
{
    public static Wire.Failed Of(Exception exception) => exception switch
    {
        OperationCanceledException => new(true, null, "", null, null, null),
        ConnectorException known => new(false, known.Reason, known.Message, known.Fix, known.SourceCode, known.Evidence),
        PluginFailedException failed => new(false, null, failed.Message, failed.Fix, null, null),
        _ => new(false, null, PluginWords.Of(exception), null, null, null),
    };
}
