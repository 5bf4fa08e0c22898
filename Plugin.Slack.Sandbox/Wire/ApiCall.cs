using System.Buffers;
using System.Globalization;
using System.IO.Pipelines;
using System.Text.Encodings.Web;
using System.Text.Json;
using Plugin.Slack.Sandbox.Access;
using Plugin.Slack.Sandbox.Faults;
using Plugin.Slack.Sandbox.Limits;
using Plugin.Slack.Sandbox.Workspace;

namespace Plugin.Slack.Sandbox.Wire;

/// <summary>
/// One call of a method, and its answer. A method refuses, or opens the answer and writes its fields; what every answer has
/// in common is written here.
/// </summary>
internal sealed class ApiCall(CoveredMethod method, SlackOrganisation organisation, SlackWorkspace workspace, SlackApp app, Arguments arguments, Grant? grant, IBufferWriter<byte> output)
    : IDisposable
{
    private const int FlushBytes = 64 * 1024;

    private static readonly JsonWriterOptions WriterOptions = new()
    {
        // Slack sends letters outside ASCII as they are; validation costs a third of the time on large pages.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        SkipValidation = true,
    };

    private Utf8JsonWriter? _json;
    private long _flushed;

    public CoveredMethod Method => method;

    public SlackOrganisation Organisation => organisation;

    /// <summary>The workspace that the call is about.</summary>
    public SlackWorkspace Workspace => workspace;

    public SlackApp App => app;

    public Arguments Arguments => arguments;

    /// <summary>Whose token it is. Only for methods that need one.</summary>
    public Grant Grant => grant ?? throw new InvalidOperationException($"{method.Name} is called without a token.");

    /// <summary>HTTP Basic credentials of the app, where given.</summary>
    public (string Id, string Secret)? BasicCredentials { get; init; }

    /// <summary>The fault that makes a page another one; null: none.</summary>
    public string? PageFault { get; init; }

    /// <summary>How many times that fault has struck.</summary>
    public long Strike { get; init; }

    /// <summary>Whether the cap on reading messages holds.</summary>
    public bool IsCapped { get; init; }

    public bool PageIsEmptied => PageFault == FaultKind.EmptyPage;

    /// <summary>Where this page starts, where that is not what the cursor said.</summary>
    public long PageStart { get; set; }

    /// <summary>How many records were written.</summary>
    public long Records { get; private set; }

    /// <summary>Null: the answer has no cursor. Empty: the list is at its end.</summary>
    public string? NextCursor { get; private set; }

    public string? Refusal { get; private set; }

    /// <summary>The answer that <see cref="Open"/> started.</summary>
    public Utf8JsonWriter Json => _json ?? throw new InvalidOperationException($"{method.Name} has not opened its answer.");

    /// <summary>Starts an answer that is ok; the method adds its fields.</summary>
    public Utf8JsonWriter Open()
    {
        _json = new Utf8JsonWriter(output, WriterOptions);
        _json.WriteStartObject();
        _json.WriteBoolean("ok"u8, value: true);
        return _json;
    }

    /// <summary>Answers <c>ok:false</c> with a code.</summary>
    public void Refuse(string code, string? argument = null, string? needed = null, string? provided = null)
    {
        Refusal = code;
        _json = new Utf8JsonWriter(output, WriterOptions);
        _json.WriteStartObject();
        _json.WriteBoolean("ok"u8, value: false);
        _json.WriteString("error"u8, code);
        WriteIfGiven("arg"u8, argument);
        WriteIfGiven("needed"u8, needed);
        WriteIfGiven("provided"u8, provided);
    }

    public void CountRecord() => Records++;

    /// <summary>Counts a record, and sends what is written when it has grown: a page of any size stays small in memory.</summary>
    public ValueTask RecordWrittenAsync(CancellationToken cancellationToken)
    {
        CountRecord();
        Utf8JsonWriter json = _json!;
        return json.BytesCommitted + json.BytesPending - _flushed < FlushBytes ? ValueTask.CompletedTask : FlushAsync(json, cancellationToken);
    }

    public async Task CloseAsync(CancellationToken cancellationToken)
    {
        Utf8JsonWriter json = _json ?? throw new InvalidOperationException($"{method.Name} wrote no answer.");
        if (arguments.Warning is not null)
        {
            json.WriteString("warning"u8, arguments.Warning);
        }

        if (NextCursor is not null || arguments.Warning is not null)
        {
            json.WriteStartObject("response_metadata"u8);
            WriteIfGiven("next_cursor"u8, NextCursor);
            if (arguments.Warning is not null)
            {
                json.WriteStartArray("warnings"u8);
                json.WriteStringValue(arguments.Warning);
                json.WriteEndArray();
            }

            json.WriteEndObject();
        }

        json.WriteEndObject();
        await FlushAsync(json, cancellationToken);
    }

    /// <summary>
    /// Reads <c>cursor</c> and <c>limit</c>. Refuses, and returns false, when either is unusable. <paramref name="list"/> names the
    /// list and its filters: a cursor fits only the list it came from.
    /// </summary>
    public bool TryReadCursor(string list, out long position, out int limit)
    {
        position = 0;
        limit = IsCapped ? RateLimits.CappedPage : method.DefaultPage;
        if (!arguments.TryWhole("limit", out long? asked) || asked < 0)
        {
            Refuse("invalid_limit");
            return false;
        }

        if (asked is > 0)
        {
            limit = (int)Math.Min(asked.Value, IsCapped ? RateLimits.CappedPage : method.MaxPage);
        }

        if (PageFault == FaultKind.ShortPage)
        {
            limit = Math.Max(1, limit / 4);
        }

        if (arguments.Text("cursor") is { } cursor && !Cursor.TryRead(Here(list), cursor, out position))
        {
            Refuse("invalid_cursor");
            return false;
        }

        PageStart = position;
        return true;
    }

    /// <summary>The number of the page to give where another was asked for, of methods that number them.</summary>
    public long PageToGive(long asked) => PageFault == FaultKind.RepeatedPage ? Math.Max(1, asked - 1) : asked;

    /// <summary>
    /// Says where the list goes on, or that it ends: by an empty cursor, or, where <paramref name="saysEnd"/> is false, by none.
    /// </summary>
    public void Continue(string list, long position, bool hasMore, bool saysEnd = true) => NextCursor = PageFault switch
    {
        FaultKind.RepeatedPage => Cursor.Write(Here(list), PageStart, Strike),
        FaultKind.CursorLoop => arguments.Text("cursor") ?? Cursor.Write(Here(list), PageStart, strike: 0),
        _ when hasMore => Cursor.Write(Here(list), position, PageIsEmptied ? Strike : 0),
        _ => saysEnd ? string.Empty : null,
    };

    public void Dispose() => _json?.Dispose();

    /// <summary>A cursor fits one workspace only, and only until cursors expire.</summary>
    private string Here(string list)
    {
        string here = organisation.IsInstalledOrgWide ? $"{list}@{workspace.TeamId}" : list;
        int expiries = organisation.Clock.CursorExpiries;
        return expiries == 0 ? here : string.Create(CultureInfo.InvariantCulture, $"{here}#{expiries}");
    }

    private async ValueTask FlushAsync(Utf8JsonWriter json, CancellationToken cancellationToken)
    {
        await json.FlushAsync(cancellationToken);
        _flushed = json.BytesCommitted;
        if (output is PipeWriter pipe)
        {
            await pipe.FlushAsync(cancellationToken);
        }
    }

    private void WriteIfGiven(ReadOnlySpan<byte> name, string? value)
    {
        if (value is not null)
        {
            _json!.WriteString(name, value);
        }
    }
}
