using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Plugin.Abstractions.Tests;

public sealed class PluginManifestReaderTests
{
    internal const string Valid =
        """
        {
          "schemaVersion": 1,
          "id": "orchard",
          "name": "Orchard Connector",
          "description": "Collects an orchard.",
          "version": "1.4.0-beta.2",
          "contractVersion": "1.0",
          "entryAssembly": "Plugin.Orchard.dll",
          "entryType": "Plugin.Orchard.OrchardPlugin",
          "feature": "Orchard Connector",
          "authorizationCallback": "AuthorizeOrchardConnector",
          "allowedHosts": ["orchard.example", "127.0.0.1"],
          "scopes": ["growers:read"],
          "sandbox": "sandbox/Plugin.Orchard.Service.dll",
          "homePage": "https://orchard.example/",
          "licence": "MIT"
        }
        """;

    public static TheoryData<string, string, string> WrongFields => new()
    {
        { "schemaVersion", "null", "'schemaVersion' is missing; this host reads 1." },
        { "schemaVersion", "2", "'schemaVersion' is 2; this host reads 1." },
        { "schemaVersion", "\"1\"", "'schemaVersion' is missing; this host reads 1." },
        { "schemaVersion", "1e400", "'schemaVersion' is missing; this host reads 1." },
        { "id", "null", "'id' is missing." },
        { "id", "\"\"", "'id' must be lower case letters, digits and dashes, a letter first, at most 40 characters." },
        { "id", "\"Orchard\"", "'id' must be lower case letters, digits and dashes, a letter first, at most 40 characters." },
        { "id", "\"../orchard\"", "'id' must be lower case letters, digits and dashes, a letter first, at most 40 characters." },
        { "id", "\"orchard\\n\"", "'id' must be one line of at most 500 characters." },
        { "id", "\"оrchard\"", "'id' must be lower case letters, digits and dashes, a letter first, at most 40 characters." },
        { "id", "7", "'id' must be a text." },
        { "id", "\"\\ud800\"", "'id' holds half of a surrogate pair." },
        { "name", "null", "'name' is missing." },
        { "name", "\"  \"", "'name' is missing." },
        { "name", "[\"x\"]", "'name' must be a text." },
        { "name", "\"a\\u0000b\"", "'name' must be one line of at most 500 characters." },
        { "description", "{}", "'description' must be a text." },
        { "version", "null", "'version' is missing." },
        { "version", "\"1.4\"", "'version' must be a semantic version such as 1.4.0." },
        { "version", "\"01.4.0\"", "'version' must be a semantic version such as 1.4.0." },
        { "version", "\"1.4.0/../..\"", "'version' must be a semantic version such as 1.4.0." },
        { "contractVersion", "\"1\"", "'contractVersion' must be two numbers such as 1.0." },
        { "contractVersion", "1.0", "'contractVersion' must be a text." },
        { "contractVersion", "\"99999.0\"", "'contractVersion' must be two numbers such as 1.0." },
        { "entryAssembly", "null", "'entryAssembly' is missing." },
        { "entryAssembly", "\"../evil.dll\"", "'entryAssembly' must be the name of a .dll file beside the manifest." },
        { "entryAssembly", "\"C:\\\\evil.dll\"", "'entryAssembly' must be the name of a .dll file beside the manifest." },
        { "entryAssembly", "\"sub/evil.dll\"", "'entryAssembly' must be the name of a .dll file beside the manifest." },
        { "entryAssembly", "\"evil.exe\"", "'entryAssembly' must be the name of a .dll file beside the manifest." },
        { "entryType", "\"Evil, mscorlib\"", "'entryType' must be the full name of a type." },
        { "entryType", "\"\"", "'entryType' must be the full name of a type." },
        { "feature", "false", "'feature' must be a text." },
        { "authorizationCallback", "\"../admin\"", "'authorizationCallback' must be letters and digits, at most 60 characters." },
        { "authorizationCallback", "\"{x}\"", "'authorizationCallback' must be letters and digits, at most 60 characters." },
        { "allowedHosts", "\"orchard.example\"", "'allowedHosts' must be a list of at most 100 entries." },
        { "allowedHosts", "[\"*\"]", "'allowedHosts' must hold host names such as example.org, without scheme, port or path." },
        { "allowedHosts", "[\"com\"]", "'allowedHosts' must hold host names such as example.org, without scheme, port or path." },
        { "allowedHosts", "[\"https://orchard.example\"]", "'allowedHosts' must hold host names such as example.org, without scheme, port or path." },
        { "allowedHosts", "[\"orchard.example:443\"]", "'allowedHosts' must hold host names such as example.org, without scheme, port or path." },
        { "allowedHosts", "[null]", "'allowedHosts' must hold host names such as example.org, without scheme, port or path." },
        { "scopes", "[\"a b\"]", "'scopes' must hold scope names." },
        { "scopes", "{}", "'scopes' must be a list of at most 100 entries." },
        { "sandbox", "\"/bin/sh\"", "'sandbox' must be a relative path below the manifest's folder, with / between its parts." },
        { "sandbox", "\"../../bin/sh\"", "'sandbox' must be a relative path below the manifest's folder, with / between its parts." },
        { "sandbox", "\"a/../b\"", "'sandbox' must be a relative path below the manifest's folder, with / between its parts." },
        { "sandbox", "\"a\\\\b\"", "'sandbox' must be a relative path below the manifest's folder, with / between its parts." },
        { "homePage", "\"javascript:alert(1)\"", "'homePage' must be an absolute https address." },
        { "homePage", "\"http://orchard.example/\"", "'homePage' must be an absolute https address." },
        { "homePage", "\"/etc/passwd\"", "'homePage' must be an absolute https address." },
        { "licence", "[]", "'licence' must be a text." },
    };

    [Fact]
    public void A_valid_manifest_is_read_in_full()
    {
        PluginManifestReader.Read(Encoding.UTF8.GetBytes(Valid), out var manifest).ShouldBeEmpty();

        manifest.ShouldNotBeNull();
        (manifest.Id, manifest.Name, manifest.Description, manifest.Version).ShouldBe(("orchard", "Orchard Connector", "Collects an orchard.", "1.4.0-beta.2"));
        manifest.ContractVersion.ShouldBe(new Version(1, 0));
        (manifest.EntryAssembly, manifest.EntryType, manifest.Feature).ShouldBe(("Plugin.Orchard.dll", "Plugin.Orchard.OrchardPlugin", "Orchard Connector"));
        manifest.AuthorizationCallback.ShouldBe("AuthorizeOrchardConnector");
        manifest.AllowedHosts.ShouldBe(["orchard.example", "127.0.0.1"]);
        manifest.Scopes.ShouldBe(["growers:read"]);
        (manifest.Sandbox, manifest.HomePage, manifest.Licence).ShouldBe(("sandbox/Plugin.Orchard.Service.dll", new Uri("https://orchard.example/"), "MIT"));
    }

    [Theory]
    [InlineData("description")]
    [InlineData("authorizationCallback")]
    [InlineData("allowedHosts")]
    [InlineData("scopes")]
    [InlineData("sandbox")]
    [InlineData("homePage")]
    [InlineData("licence")]
    public void What_is_optional_may_be_absent(string field)
    {
        var json = JsonNode.Parse(Valid)!.AsObject();
        json.Remove(field);

        PluginManifestReader.Read(Encoding.UTF8.GetBytes(json.ToJsonString()), out var manifest).ShouldBeEmpty();

        manifest.ShouldNotBeNull();
    }

    [Fact]
    public void Fields_that_nobody_knows_are_left_alone() =>
        PluginManifestReader.Read(Encoding.UTF8.GetBytes(Valid.Replace("\"id\"", "\"$schema\": \"https://orchard.example/x\", \"id\"", StringComparison.Ordinal)), out _).ShouldBeEmpty();

    [Theory]
    [MemberData(nameof(WrongFields))]
    public void A_wrong_field_is_one_sentence_that_names_it(string field, string value, string sentence)
    {
        var json = WithField(field, value);

        var problems = PluginManifestReader.Read(Encoding.UTF8.GetBytes(json), out var manifest);

        problems.ShouldBe([sentence]);
        manifest.ShouldBeNull();
    }

    [Fact]
    public void Every_problem_is_told_at_once()
    {
        var problems = PluginManifestReader.Read("{}"u8.ToArray(), out _);

        foreach (var field in new[] { "schemaVersion", "id", "name", "version", "contractVersion", "entryAssembly", "entryType", "feature" })
        {
            problems.ShouldContain(problem => problem.StartsWith($"'{field}'", StringComparison.Ordinal), field);
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("nothing")]
    [InlineData("{")]
    [InlineData("{\"id\": \"orchard\",}")]
    [InlineData("{} {}")]
    [InlineData("// comment\n{}")]
    [InlineData("[[[[[[[[[[[[[[[[")]
    [InlineData("{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":1}}}}}}}}}")]
    public void What_is_no_json_is_one_sentence(string text) =>
        PluginManifestReader.Read(Encoding.UTF8.GetBytes(text), out _).ShouldHaveSingleItem().ShouldStartWith("The manifest is no valid JSON (line ");

    [Theory]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("1")]
    [InlineData("\"x\"")]
    public void What_is_no_object_is_one_sentence(string text) =>
        PluginManifestReader.Read(Encoding.UTF8.GetBytes(text), out _).ShouldBe(["The manifest must be a JSON object."]);

    [Fact]
    public void Bytes_that_are_no_utf8_are_one_sentence() => PluginManifestReader.Read(new byte[] { 0xFF, 0xFE, 0x7B, 0x00 }, out _).ShouldHaveSingleItem();

    [Fact]
    public void The_largest_manifest_is_read_and_a_larger_one_is_not()
    {
        var valid = Encoding.UTF8.GetBytes(Valid);
        byte[] largest = [.. valid, .. Enumerable.Repeat((byte)' ', PluginManifestReader.MaximumBytes - valid.Length)];

        PluginManifestReader.Read(largest, out _).ShouldBeEmpty();
        PluginManifestReader.Read((byte[])[.. largest, (byte)' '], out _).ShouldBe(["The manifest has 65537 bytes; 65536 are allowed."]);
    }

    [Fact]
    public void The_longest_list_is_read_and_a_longer_one_is_not()
    {
        var hundred = JsonSerializer.Serialize(Enumerable.Range(0, 100).Select(number => $"scope:{number}"));
        var more = JsonSerializer.Serialize(Enumerable.Range(0, 101).Select(number => $"scope:{number}"));

        PluginManifestReader.Read(Encoding.UTF8.GetBytes(WithField("scopes", hundred)), out _).ShouldBeEmpty();
        PluginManifestReader.Read(Encoding.UTF8.GetBytes(WithField("scopes", more)), out _).ShouldBe(["'scopes' must be a list of at most 100 entries."]);
    }

    [Theory]
    [InlineData("\\ud800")]
    [InlineData("\\ud800id")]
    [InlineData("\\udc00\\ud800")]
    [InlineData("\\u0069d")]
    [InlineData("")]
    public void A_field_of_any_name_is_harmless(string name)
    {
        var text = Valid.Replace("{\n", $"{{\n  \"{name}\": \"orchard\",\n", StringComparison.Ordinal);

        Should.NotThrow(() => PluginManifestReader.Read(Encoding.UTF8.GetBytes(text), out _)).ShouldBeEmpty();
    }

    [Fact]
    public void A_problem_does_not_repeat_what_it_was_given() =>
        PluginManifestReader.Read(Encoding.UTF8.GetBytes(WithField("entryType", "\"<script>alert(1)</script>\"")), out _).ShouldAllBe(problem => !problem.Contains("script", StringComparison.Ordinal));

    /// <summary>Replaces a field's value by raw JSON, which need not be representable otherwise.</summary>
    private static string WithField(string field, string value)
    {
        const string Placeholder = "\"here goes the value\"";
        var json = JsonNode.Parse(Valid)!.AsObject();
        json[field] = "here goes the value";

        return json.ToJsonString().Replace(Placeholder, value, StringComparison.Ordinal);
    }
}
