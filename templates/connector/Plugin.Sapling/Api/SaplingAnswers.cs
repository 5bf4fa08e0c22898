using System.Text.Json.Serialization;

namespace Plugin.Sapling.Api;

/// <summary>Who the token belongs to.</summary>
internal sealed record Identity(string Tenant, string Account);

/// <summary>A page of people, and where the next one begins.</summary>
internal sealed record PeoplePage(IReadOnlyList<Person>? People, string? NextCursor);

/// <summary>A person as the service sends one.</summary>
internal sealed record Person(string? Id, string? Name, string? Status);

/// <summary>What the service says when it refuses.</summary>
internal sealed record Refusal(string? Error);

/// <summary>Serializers made at build time: those made at run time would keep the plugin in memory for good.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(Identity))]
[JsonSerializable(typeof(PeoplePage))]
[JsonSerializable(typeof(Refusal))]
internal sealed partial class SaplingJson : JsonSerializerContext;
