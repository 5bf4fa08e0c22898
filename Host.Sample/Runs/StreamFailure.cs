using Host.Sample.Inventory;
using Host.Sample.Logs;
using Host.Sample.Plugins;
using Plugin.Abstractions.Errors;

namespace Host.Sample.Runs;

/// <summary>Why a stream broke: texts only, because an exception of a plugin's would keep the plugin from being unloaded.</summary>
internal sealed record StreamFailure(FailureReason Reason, string Code, string Message, string Fix)
{
    private const int MaximumTextLength = 1000;
    private const string ReportFix = "Report it to whoever made the plugin, with this text and the run's number; the last good rows stay.";

    /// <summary>Whether no other stream can succeed either.</summary>
    public bool StopsRun { get; private init; }

    /// <summary>What the calls cost that came to nothing; null when the plugin does not tell.</summary>
    public FailureCost? Cost { get; private init; }

    /// <summary>Copies what a plugin has thrown.</summary>
    /// <param name="exception">What it was.</param>
    /// <param name="doing">What the plugin did, to follow "while it".</param>
    /// <param name="secrets">What must not be shown.</param>
    public static StreamFailure From(Exception exception, string doing, KnownSecrets secrets) => exception switch
    {
        ConnectorException known => From(known, secrets),
        PluginFaultException fault => Broken("contract_broken", fault.Message),
        PluginFailedException stopped => Broken("plugin_stopped", secrets.Redact(stopped.Message)),
        _ => Broken("plugin_broke", $"The plugin broke while it {doing}: {secrets.Redact(PluginWords.Of(exception))}"),
    };

    public static StreamFailure Broken(string code, string message) => new(FailureReason.ReportDefect, code, Short(message), ReportFix);

    private static StreamFailure From(ConnectorException known, KnownSecrets secrets) =>
        new(known.Reason, Short(known.SourceCode ?? Snake(known.Reason)), Safe(known.Message, secrets), Safe(known.Fix, secrets))
        {
            StopsRun = known.StopsRun,
            Cost = known.Evidence is { } evidence ? new(evidence.Calls, evidence.Retries, evidence.Throttled, evidence.Waited) : null,
        };

    /// <summary>A plugin's sentence, bounded, on one line, without any secret that this process knows.</summary>
    public static string Safe(string text, KnownSecrets secrets) => Short(secrets.Redact(text.ReplaceLineEndings(" ")));

    private static string Short(string text) => text.Length > MaximumTextLength ? $"{text[..MaximumTextLength]}…" : text;

    private static string Snake(FailureReason reason) =>
        string.Concat(reason.ToString().Select((letter, index) => char.IsUpper(letter) ? $"{(index > 0 ? "_" : "")}{char.ToLowerInvariant(letter)}" : $"{letter}"));
}
