using System.Text.Json;
using System.Text.Json.Serialization;

namespace Plugin.Slack.Api.Answers;

/// <summary>What <c>users.profile.get</c> tells of a person, the inventory's fields only.</summary>
/// <remarks>Source: https://docs.slack.dev/reference/methods/users.profile.get/</remarks>
internal sealed class PersonProfile
{
    [JsonConverter(typeof(AnyTextConverter))]
    public string? Email { get; init; }

    [JsonConverter(typeof(AnyTextConverter))]
    public string? FirstName { get; init; }

    [JsonConverter(typeof(AnyTextConverter))]
    public string? LastName { get; init; }

    [JsonConverter(typeof(AnyTextConverter))]
    public string? Title { get; init; }

    [JsonConverter(typeof(AnyTextConverter))]
    public string? StartDate { get; init; }

    /// <summary>The custom fields: an object, an empty list, or null.</summary>
    public JsonElement? Fields { get; init; }

    /// <summary>The workspace, as the list of people has it.</summary>
    [JsonIgnore]
    public string? TeamId { get; set; }

    /// <summary>The account, as the list of people has it.</summary>
    [JsonIgnore]
    public string? UserId { get; set; }
}
