using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using System.Text.Json.Serialization.Metadata;
using Host.Sample.Runs.Proof;

namespace Host.Sample.Tests.Runs.Proof;

/// <summary>The schema that auditors are given is that of the document: made from the same types, every field of which the manual explains.</summary>
public sealed class CertificateSchemaTests
{
    private static string Folder
    {
        get
        {
            var folder = new DirectoryInfo(AppContext.BaseDirectory);

            while (!File.Exists(Path.Combine(folder.FullName, "docs", "cli.md")))
            {
                folder = folder.Parent ?? throw new InvalidOperationException("The tests do not lie below the documents.");
            }

            return Path.Combine(folder.FullName, "docs");
        }
    }

    [Fact]
    public void The_shipped_schema_is_that_of_the_document()
    {
        var shipped = JsonNode.Parse(File.ReadAllText(Path.Combine(Folder, "certificate.schema.json")));

        JsonNode.DeepEquals(shipped, Schema()).ShouldBeTrue($"docs/certificate.schema.json should be:\n{Schema().ToJsonString(new() { WriteIndented = true })}");
    }

    [Fact]
    public void The_manual_explains_every_field()
    {
        var manual = File.ReadAllText(Path.Combine(Folder, "certificate.md"));
        var content = Schema()["properties"]!["certificate"]!["properties"]!.AsObject();
        var stream = content["streams"]!["items"]!["properties"]!.AsObject();

        content.Select(field => field.Key)
            .Concat(stream.Select(field => field.Key).Except(["id", "startedAt", "endedAt"]))
            .Where(field => !manual.Contains($"`{field}`", StringComparison.Ordinal))
            .ShouldBeEmpty();
    }

    private static JsonObject Schema()
    {
        JsonSerializerOptions form = new(CertificateJson.Form) { TypeInfoResolver = new DefaultJsonTypeInfoResolver() };
        JsonSchemaExporterOptions options = new() { TreatNullObliviousAsNonNullable = true, TransformSchemaNode = Moments };

        return new()
        {
            ["$schema"] = "https://json-schema.org/draft/2020-12/schema",
            ["title"] = "Certificate of a run",
            ["description"] = "What a run proves, sealed. docs/certificate.md says what each field means.",
            ["type"] = "object",
            ["properties"] = new JsonObject
            {
                ["certificate"] = form.GetJsonSchemaAsNode(typeof(CertificateContent), options),
                ["seal"] = form.GetJsonSchemaAsNode(typeof(CertificateSeal), options),
            },
            ["required"] = new JsonArray("certificate", "seal"),
            ["additionalProperties"] = false,
        };
    }

    // A converter of one's own has no schema by itself.
    private static JsonNode Moments(JsonSchemaExporterContext context, JsonNode schema)
    {
        var type = Nullable.GetUnderlyingType(context.TypeInfo.Type) ?? context.TypeInfo.Type;

        return type != typeof(DateTimeOffset) ? schema : new JsonObject
        {
            ["type"] = type == context.TypeInfo.Type ? "string" : new JsonArray("string", "null"),
            ["format"] = "date-time",
        };
    }
}
