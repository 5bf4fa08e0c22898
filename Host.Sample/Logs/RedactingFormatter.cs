using System.Globalization;
using Serilog.Events;
using Serilog.Formatting;

namespace Host.Sample.Logs;

/// <summary>Lets another formatter write, then takes the secrets out of what it wrote: template, values and exceptions alike.</summary>
internal sealed class RedactingFormatter(ITextFormatter inner, KnownSecrets secrets) : ITextFormatter
{
    public void Format(LogEvent logEvent, TextWriter output)
    {
        using var text = new StringWriter(CultureInfo.InvariantCulture);
        inner.Format(logEvent, text);
        output.Write(secrets.Redact(text.ToString()));
    }
}
