using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.Primitives;

namespace Plugin.Slack.Sandbox.Wire;

/// <summary>
/// The arguments of one call: the query, then the form (or the JSON body where the method reads one). An empty value is the
/// same as none, as SDKs send <c>cursor=</c> on the first page. The token is never looked for in the query.
/// </summary>
internal sealed class Arguments
{
    private readonly Dictionary<string, string> _values = [];

    private Arguments()
    {
    }

    /// <summary>The form field or JSON property <c>token</c>.</summary>
    public string? Token { get; private set; }

    /// <summary>What Slack remarks about the request, such as <c>superfluous_charset</c>.</summary>
    public string? Warning { get; private set; }

    /// <summary>The code that a body which cannot be read is refused with.</summary>
    public string? Refusal { get; private set; }

    public static async Task<Arguments> ReadAsync(HttpRequest request, bool readsJson, CancellationToken cancellationToken)
    {
        Arguments arguments = new();
        foreach ((string name, StringValues value) in request.Query)
        {
            if (name != "token")
            {
                arguments.Take(name, value.ToString());
            }
        }

        string contentType = request.ContentType ?? string.Empty;
        bool namesCharset = contentType.Contains("charset", StringComparison.OrdinalIgnoreCase);
        if (HttpMethods.IsPost(request.Method) && request.HasFormContentType)
        {
            try
            {
                foreach ((string name, StringValues value) in await request.ReadFormAsync(cancellationToken))
                {
                    arguments.TakeFromBody(name, value.ToString());
                }
            }
            catch (InvalidDataException)
            {
                arguments.Refusal = "invalid_form_data";
            }

            arguments.Warning = namesCharset && contentType.StartsWith("application/x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase)
                ? "superfluous_charset"
                : null;
        }
        else if (readsJson && contentType.StartsWith("application/json", StringComparison.OrdinalIgnoreCase))
        {
            arguments.Warning = namesCharset ? null : "missing_charset";
            await arguments.ReadJsonAsync(request.Body, cancellationToken);
        }

        return arguments;
    }

    public string? Text(string name) => _values.GetValueOrDefault(name);

    public bool Flag(string name) => _values.GetValueOrDefault(name) is "true" or "1" or "True";

    /// <summary>False when the value is there but is no whole number.</summary>
    public bool TryWhole(string name, out long? value)
    {
        value = null;
        if (!_values.TryGetValue(name, out string? text))
        {
            return true;
        }

        if (!long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long number))
        {
            return false;
        }

        value = number;
        return true;
    }

    private async Task ReadJsonAsync(Stream body, CancellationToken cancellationToken)
    {
        try
        {
            using JsonDocument document = await JsonDocument.ParseAsync(body, default, cancellationToken);
            if (document.RootElement.ValueKind != JsonValueKind.Object)
            {
                return;
            }

            foreach (JsonProperty property in document.RootElement.EnumerateObject())
            {
                TakeFromBody(property.Name, property.Value.ToString());
            }
        }
        catch (JsonException)
        {
            // Slack answers as if nothing had been sent.
        }
    }

    private void TakeFromBody(string name, string value)
    {
        if (name == "token")
        {
            Token = value.Length == 0 ? null : value;
        }
        else
        {
            Take(name, value);
        }
    }

    private void Take(string name, string value)
    {
        if (value.Length > 0)
        {
            _values[name] = value;
        }
    }
}
