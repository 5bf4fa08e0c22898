using System.Text.Json;
using System.Text.RegularExpressions;

namespace Plugin.Abstractions;

/// <summary>Turns the bytes of a <c>plugin.json</c> into a manifest, or into what is wrong with it. Trusts nothing.</summary>
public static partial class PluginManifestReader
{
    /// <summary>The most bytes that a manifest may have.</summary>
    public const int MaximumBytes = 64 * 1024;

    /// <summary>The schema that this reader knows.</summary>
    public const int SchemaVersion = 1;

    private const RegexOptions PatternOptions = RegexOptions.CultureInvariant | RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture;
    private const int MaximumTextLength = 500;
    private const int MaximumListLength = 100;

    /// <summary>Reads a manifest.</summary>
    /// <param name="utf8Json">The file's bytes, UTF-8.</param>
    /// <param name="manifest">The manifest, or <see langword="null"/> when there is a problem.</param>
    /// <returns>What is wrong, a sentence each; empty when nothing is. Never throws for any input.</returns>
    public static IReadOnlyList<string> Read(ReadOnlyMemory<byte> utf8Json, out PluginManifest? manifest)
    {
        manifest = null;

        if (utf8Json.Length > MaximumBytes)
        {
            return [$"The manifest has {utf8Json.Length} bytes; {MaximumBytes} are allowed."];
        }

        JsonDocument document;

        try
        {
            document = JsonDocument.Parse(utf8Json, new JsonDocumentOptions { MaxDepth = 8 });
        }
        catch (JsonException exception)
        {
            return [$"The manifest is no valid JSON (line {exception.LineNumber + 1}, byte {exception.BytePositionInLine})."];
        }

        using (document)
        {
            var fields = new Fields(document.RootElement);

            if (document.RootElement.ValueKind is not JsonValueKind.Object)
            {
                return ["The manifest must be a JSON object."];
            }

            var read = ReadFields(fields);
            manifest = fields.Problems.Count == 0 ? read : null;

            return fields.Problems;
        }
    }

    private static PluginManifest ReadFields(Fields fields)
    {
        if (fields.Number("schemaVersion") is var schema and not SchemaVersion)
        {
            fields.Problems.Add($"'schemaVersion' is {schema?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "missing"}; this host reads {SchemaVersion}.");
        }

        return new()
        {
            Id = fields.Required("id", IdPattern(), "lower case letters, digits and dashes, a letter first, at most 40 characters"),
            Name = fields.Required("name", null, ""),
            Description = fields.Text("description") ?? "",
            Version = fields.Required("version", VersionPattern(), "a semantic version such as 1.4.0"),
            ContractVersion = Version.TryParse(fields.Required("contractVersion", ContractPattern(), "two numbers such as 1.0"), out var contract) ? contract : new(0, 0),
            EntryAssembly = fields.Required("entryAssembly", AssemblyPattern(), "the name of a .dll file beside the manifest"),
            EntryType = fields.Required("entryType", TypePattern(), "the full name of a type"),
            Feature = fields.Required("feature", null, ""),
            AuthorizationCallback = fields.Optional("authorizationCallback", CallbackPattern(), "letters and digits, at most 60 characters"),
            AllowedHosts = fields.List("allowedHosts", HostPattern(), "host names such as example.org, without scheme, port or path"),
            Scopes = fields.List("scopes", ScopePattern(), "scope names"),
            Sandbox = fields.Optional("sandbox", RelativePathPattern(), "a relative path below the manifest's folder, with / between its parts"),
            HomePage = HomePage(fields),
            Licence = fields.Text("licence"),
        };
    }

    private static Uri? HomePage(Fields fields)
    {
        if (fields.Text("homePage") is not { } text)
        {
            return null;
        }

        if (Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme is "https")
        {
            return address;
        }

        fields.Problems.Add("'homePage' must be an absolute https address.");

        return null;
    }

    [GeneratedRegex(@"\A[a-z][a-z0-9-]{0,39}\z", PatternOptions)]
    private static partial Regex IdPattern();

    [GeneratedRegex(@"\A(0|[1-9][0-9]{0,8})(\.(0|[1-9][0-9]{0,8})){2}(-[0-9A-Za-z-]{1,40}(\.[0-9A-Za-z-]{1,40}){0,5})?\z", PatternOptions)]
    private static partial Regex VersionPattern();

    [GeneratedRegex(@"\A[0-9]{1,4}\.[0-9]{1,4}\z", PatternOptions)]
    private static partial Regex ContractPattern();

    [GeneratedRegex(@"\A[A-Za-z0-9_][A-Za-z0-9_.-]{0,120}\.dll\z", PatternOptions)]
    private static partial Regex AssemblyPattern();

    [GeneratedRegex(@"\A[A-Za-z_][A-Za-z0-9_]{0,80}(\.[A-Za-z_][A-Za-z0-9_]{0,80}){0,10}\z", PatternOptions)]
    private static partial Regex TypePattern();

    [GeneratedRegex(@"\A[A-Za-z0-9]{1,60}\z", PatternOptions)]
    private static partial Regex CallbackPattern();

    [GeneratedRegex(@"\A[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?){1,8}\z", PatternOptions)]
    private static partial Regex HostPattern();

    [GeneratedRegex(@"\A[A-Za-z0-9_.:/-]{1,100}\z", PatternOptions)]
    private static partial Regex ScopePattern();

    [GeneratedRegex(@"\A[A-Za-z0-9_-][A-Za-z0-9_.-]{0,100}(/[A-Za-z0-9_-][A-Za-z0-9_.-]{0,100}){0,5}\z", PatternOptions)]
    private static partial Regex RelativePathPattern();

    private sealed class Fields(JsonElement root)
    {
        public List<string> Problems { get; } = [];

        public int? Number(string name) =>
            root.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.Number && value.TryGetInt32(out var number) ? number : null;

        public string? Text(string name)
        {
            if (!root.TryGetProperty(name, out var value) || value.ValueKind is JsonValueKind.Null)
            {
                return null;
            }

            if (value.ValueKind is not JsonValueKind.String)
            {
                Problems.Add($"'{name}' must be a text.");

                return null;
            }

            return Clean(name, value);
        }

        public string Required(string name, Regex? pattern, string rule)
        {
            var before = Problems.Count;
            var text = Optional(name, pattern, rule);

            if (string.IsNullOrWhiteSpace(text) && Problems.Count == before)
            {
                Problems.Add($"'{name}' is missing.");
            }

            return text ?? "";
        }

        public string? Optional(string name, Regex? pattern, string rule)
        {
            var text = Text(name);

            if (text is not null && pattern is not null && !pattern.IsMatch(text))
            {
                Problems.Add($"'{name}' must be {rule}.");

                return null;
            }

            return text;
        }

        public List<string> List(string name, Regex pattern, string rule)
        {
            if (!root.TryGetProperty(name, out var value) || value.ValueKind is JsonValueKind.Null)
            {
                return [];
            }

            if (value.ValueKind is not JsonValueKind.Array || value.GetArrayLength() > MaximumListLength)
            {
                Problems.Add($"'{name}' must be a list of at most {MaximumListLength} entries.");

                return [];
            }

            List<string> entries = [];

            foreach (var element in value.EnumerateArray())
            {
                if (element.ValueKind is not JsonValueKind.String || Clean(name, element) is not { } entry || !pattern.IsMatch(entry))
                {
                    Problems.Add($"'{name}' must hold {rule}.");

                    return [];
                }

                entries.Add(entry);
            }

            return entries;
        }

        private string? Clean(string name, JsonElement value)
        {
            string? text;

            try
            {
                text = value.GetString();
            }
            catch (InvalidOperationException)
            {
                Problems.Add($"'{name}' holds half of a surrogate pair.");

                return null;
            }

            if (text is { Length: > MaximumTextLength } || text?.Any(char.IsControl) is true)
            {
                Problems.Add($"'{name}' must be one line of at most {MaximumTextLength} characters.");

                return null;
            }

            return text;
        }
    }
}
