using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Host.Sample.Support;

/// <summary>
/// Makes what goes into a bundle say how things are and not whose they are. Kept is what is known to come from code; everything else becomes a
/// token. Key and offset are made for one bundle and thrown away with it: the same value is the same token within, and nothing joins two bundles.
/// </summary>
/// <param name="words">The texts of the code.</param>
/// <param name="identifiers">Names that plugins give to streams, columns, methods, scopes and settings.</param>
internal sealed partial class BundleRedaction(CodeWords words, IReadOnlySet<string> identifiers)
{
    private const RegexOptions PatternOptions = RegexOptions.CultureInvariant | RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture;
    private const int MostShiftDays = 3_650;
    private const int LeastShiftDays = 30;
    private const int TokenDigits = 12;

    // Above it a number may be a moment, a telephone number or an id.
    private const long MostPlainNumber = 1_000_000_000;

    private static readonly char[] Edges = ['.', ':', '?', '=', '-', '*', '/', '&', '~'];

    private readonly byte[] _key = RandomNumberGenerator.GetBytes(32);
    private readonly TimeSpan _shift = TimeSpan.FromDays(RandomNumberGenerator.GetInt32(LeastShiftDays, MostShiftDays));

    /// <summary>What stands for a value in this bundle.</summary>
    /// <param name="kind">What kind of value it is.</param>
    /// <param name="value">The value.</param>
    public string Token(string kind, string value) => $"{kind}-{Convert.ToHexStringLower(HMACSHA256.HashData(_key, Encoding.UTF8.GetBytes(value)))[..TokenDigits]}";

    /// <summary>A moment, earlier by the bundle's own number of days.</summary>
    public DateTimeOffset Date(DateTimeOffset moment) => moment - DateTimeOffset.MinValue > _shift ? moment - _shift : DateTimeOffset.MinValue;

    /// <inheritdoc cref="Date(DateTimeOffset)"/>
    public DateTimeOffset? Date(DateTimeOffset? moment) => moment is { } known ? Date(known) : null;

    /// <summary>A service's or a host's word for what happened: lower case and underscores, or nothing.</summary>
    public static string? Code(string? code) => code is null || CodePattern().IsMatch(code) ? code : "(no code)";

    /// <summary>A text for people: what the code wrote stays, what it filled in does not.</summary>
    public string? Text(string? text)
    {
        if (string.IsNullOrEmpty(text))
        {
            return text;
        }

        StringBuilder kept = new(text.Length);
        var gap = 0;

        for (var index = 0; index < text.Length;)
        {
            var length = words.LengthAt(text, index);

            if (length == 0)
            {
                index++;
                continue;
            }

            Fill(kept, text.AsSpan(gap, index - gap));
            kept.Append(text, index, length);
            index += length;
            gap = index;
        }

        Fill(kept, text.AsSpan(gap));

        return kept.ToString();
    }

    /// <summary>One value that is a text: a name the code knows, a moment, a span of time, a number; else a token.</summary>
    public string Value(string text) => text switch
    {
        "" => "",
        _ when IsPlain(text) => text,
        _ when MomentPattern().IsMatch(text) && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var moment) => Date(moment).ToString("O", CultureInfo.InvariantCulture),
        _ when text.Contains(' ', StringComparison.Ordinal) => Text(text)!,
        _ => Token("id", text),
    };

    /// <summary>JSON with its shape, numbers and switches; texts as <see cref="Value"/> has them.</summary>
    /// <param name="json">The JSON; null or broken is told as such.</param>
    public JsonNode? Json(string? json)
    {
        if (json is null)
        {
            return null;
        }

        try
        {
            return Node(JsonNode.Parse(json));
        }
        catch (JsonException)
        {
            return JsonValue.Create("(not JSON)");
        }
    }

    /// <summary>As <see cref="Json"/>, for what is parsed already.</summary>
    public JsonNode? Node(JsonNode? node) => node switch
    {
        JsonObject from => new JsonObject(from.Select(pair => KeyValuePair.Create(Name(pair.Key), NameOf(pair.Key) is "code" && pair.Value is JsonValue value && value.TryGetValue(out string? code) ? JsonValue.Create(Code(code)) : Node(pair.Value))).DistinctBy(pair => pair.Key)),
        JsonArray from => new JsonArray([.. from.Select(Node)]),
        JsonValue value when value.TryGetValue(out string? text) => JsonValue.Create(Value(text)),
        JsonValue value when value.TryGetValue(out bool yes) => JsonValue.Create(yes),
        JsonValue value when value.TryGetValue(out decimal number) => Math.Abs(number) < MostPlainNumber ? JsonValue.Create(number) : JsonValue.Create(Token("number", number.ToString(CultureInfo.InvariantCulture))),
        _ => null,
    };

    private static string NameOf(string name) => name.ToLowerInvariant();

    private string Name(string name) => words.IsMember(name) || IsPlain(name) ? name : Token("name", name);

    private bool IsPlain(string text) => identifiers.Contains(text) || NumberPattern().IsMatch(text) || SpanPattern().IsMatch(text) || bool.TryParse(text, out _);

    private void Fill(StringBuilder kept, ReadOnlySpan<char> gap)
    {
        var text = gap.ToString();

        foreach (var match in PiecePattern().EnumerateMatches(text))
        {
            var piece = text.Substring(match.Index, match.Length);
            var core = piece.Trim(Edges);
            var start = piece.IndexOf(core, StringComparison.Ordinal);

            // What ends a sentence is no part of the word.
            kept.Append(piece, 0, start);
            kept.Append(Stand(core));
            kept.Append(piece, start + core.Length, piece.Length - start - core.Length);
        }
    }

    private string Stand(string core) => core switch
    {
        "" => "",
        [var sign] when !char.IsLetterOrDigit(sign) => core,
        _ when IsPlain(core) => core,
        _ when MomentPattern().IsMatch(core) => Value(core),
        _ when core.All(char.IsLetter) => "<word>",
        _ => Token("id", core),
    };

    [GeneratedRegex(@"\A[a-z][a-z0-9_]{1,59}\z", PatternOptions)]
    private static partial Regex CodePattern();

    [GeneratedRegex(@"\A\d{4}-\d\d-\d\d([T ]\d\d:\d\d(:\d\d(\.\d+)?)?)?(Z|[+-]\d\d:\d\d)?\z", PatternOptions)]
    private static partial Regex MomentPattern();

    [GeneratedRegex(@"\A-?\d{1,6}(\.\d{1,3})?\z", PatternOptions)]
    private static partial Regex NumberPattern();

    [GeneratedRegex(@"\A-?(\d{1,6}\.)?\d\d:\d\d:\d\d(\.\d{1,7})?\z", PatternOptions)]
    private static partial Regex SpanPattern();

    // Moments, groups of digits such as telephone numbers, whole words with what may stand within an address, a name or a path; everything else sign by sign.
    [GeneratedRegex(@"\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)?)?|[+(]?\d[\d ().-]{5,}\d|[\p{L}\p{N}\p{M}_@/\\:.+#~%&=?$*-]+|.|\n", PatternOptions)]
    private static partial Regex PiecePattern();
}
