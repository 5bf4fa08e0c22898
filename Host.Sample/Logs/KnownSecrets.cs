using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Host.Sample.Logs;

/// <summary>Takes secrets out of text that leaves the host: the values that were opened in this process, and whatever looks like one.</summary>
public sealed partial class KnownSecrets
{
    private const string Mask = "***";
    private const RegexOptions PatternOptions = RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture;

    // Shorter ones would blank ordinary words out of the log.
    private const int LeastCharacters = 8;

    private readonly Lock _gate = new();
    private readonly HashSet<string> _values = [];
    private volatile SearchValues<string>? _search;

    /// <summary>Remembers a value and the forms in which it may come up: as JSON, in an address, in a form.</summary>
    public void Add(string value)
    {
        if (value.Length < LeastCharacters)
        {
            return;
        }

        lock (_gate)
        {
            var before = _values.Count;
            _values.Add(value);
            _values.Add(JsonEncodedText.Encode(value).ToString());
            _values.Add(JsonEncodedText.Encode(value, System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping).ToString());
            _values.Add(Uri.EscapeDataString(value));
            _values.Add(System.Net.WebUtility.UrlEncode(value));
            _values.Add(System.Net.WebUtility.HtmlEncode(value));
            _values.Add(Convert.ToBase64String(Encoding.UTF8.GetBytes(value)));

            if (_values.Count > before)
            {
                _search = SearchValues.Create([.. _values], StringComparison.Ordinal);
            }
        }
    }

    public string Redact(string text)
    {
        var redacted = text;

        if (_search is { } search && redacted.AsSpan().ContainsAny(search))
        {
            lock (_gate)
            {
                // The longer ones first: one value may be the beginning of another.
                redacted = _values.OrderByDescending(value => value.Length).Aggregate(redacted, (current, value) => current.Replace(value, Mask, StringComparison.Ordinal));
            }
        }

        redacted = Bearer().Replace(redacted, $"${{lead}}{Mask}");
        redacted = Field().Replace(redacted, $"${{lead}}{Mask}");

        return QueryField().Replace(redacted, $"${{lead}}{Mask}");
    }

    [GeneratedRegex(@"\b(?<lead>(bearer|basic)\s+)[A-Za-z0-9._~+/=-]{8,}", PatternOptions)]
    private static partial Regex Bearer();

    [GeneratedRegex("""(?<lead>(access_token|refresh_token|id_token|client_secret|password|api_key)\\?["']?\s*[:=]\s*\\?["']?)[^\\"'&\s,;}]{3,}""", PatternOptions)]
    private static partial Regex Field();

    [GeneratedRegex(@"(?<lead>[?&](code|state|token)=)[^&\s""'\\]+", PatternOptions)]
    private static partial Regex QueryField();
}
