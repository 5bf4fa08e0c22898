using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Host.Sample.Support;

/// <summary>The host's log, line by line, redacted. One line is in memory at a time.</summary>
internal sealed partial class LogLines(BundleRedaction redaction)
{
    private const int MostLines = 200_000;
    private const int MostCharacters = 256 * 1024;

    /// <summary>Writes the lines of a file from a moment on.</summary>
    /// <param name="file">The file; somebody may be writing to it.</param>
    /// <param name="since">Earlier lines are left out.</param>
    /// <param name="into">Where to write.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task WriteAsync(string file, DateTimeOffset since, Stream into, CancellationToken cancellationToken)
    {
        await using FileStream from = new(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using StreamReader reader = new(from);
        await using StreamWriter writer = new(into, leaveOpen: true) { NewLine = "\n" };
        var left = MostLines;

        while (left > 0 && await reader.ReadLineAsync(cancellationToken) is { } line)
        {
            if (Redacted(line, since) is { } kept)
            {
                await writer.WriteLineAsync(kept.AsMemory(), cancellationToken);
                left--;
            }
        }
    }

    private string? Redacted(string line, DateTimeOffset since)
    {
        if (line.Length > MostCharacters)
        {
            return """{"@mt":"(a line that is too long)"}""";
        }

        try
        {
            if (JsonNode.Parse(line) is not JsonObject entry || !DateTimeOffset.TryParse((string?)entry["@t"], CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at))
            {
                return """{"@mt":"(a line of another form)"}""";
            }

            return at < since ? null : new JsonObject(entry.Select(field => KeyValuePair.Create(Name(field.Key), Field(field.Key, field.Value))).DistinctBy(field => field.Key)).ToJsonString();
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or ArgumentException)
        {
            // A line that was not written to its end, or that says something twice.
            return """{"@mt":"(a line that is broken)"}""";
        }
    }

    private string Name(string name) => name is ['@', _] or "@mt" or "@tr" or "@sp" or "EventId" or "SourceContext" || PropertyPattern().IsMatch(name) ? name : redaction.Token("name", name);

    private JsonNode? Field(string name, JsonNode? value) => (name, value) switch
    {
        ("@mt" or "@m", JsonValue) => JsonValue.Create(redaction.Text((string?)value)),
        ("@l", JsonValue) => JsonValue.Create((string?)value),
        ("@x", JsonValue) => JsonValue.Create(string.Join('\n', ((string?)value ?? "").Split('\n').Select(Trace))),
        ("SourceContext", JsonValue) when TypePattern().IsMatch((string?)value ?? "") => JsonValue.Create((string?)value),
        ("Code", JsonValue) => JsonValue.Create(BundleRedaction.Code((string?)value)),
        _ => redaction.Node(value),
    };

    private string? Trace(string line)
    {
        var text = line.TrimEnd('\r');

        if (FramePattern().Match(text) is { Success: true } frame)
        {
            return frame.Groups["frame"].Value;
        }

        return ExceptionPattern().Match(text) is { Success: true } exception ? exception.Groups["type"].Value + redaction.Text(text[exception.Length..]) : redaction.Text(text);
    }

    // Property names come from templates, which are code; one that was put together elsewhere is no plain name.
    [GeneratedRegex(@"\A[A-Z][A-Za-z]{1,39}\z", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex PropertyPattern();

    [GeneratedRegex(@"\A(Host|Plugin|Microsoft|System|Serilog|MudBlazor)\.[A-Za-z0-9_.`+]+\z", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex TypePattern();

    // The method of a frame; not the file in which it stood.
    [GeneratedRegex(@"\A(?<frame>\s+at [A-Za-z0-9_.`<>\[\],|+$&*()\s]+\))( in .*)?\z", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex FramePattern();

    [GeneratedRegex(@"\A(?<type>( ---> )?[A-Za-z0-9_.`+]+Exception(: )?)", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex ExceptionPattern();
}
