using System.Text.Json;
using System.Text.Json.Serialization;

namespace Plugin.Slack.Api.Answers;

/// <summary>A custom field of people's profiles.</summary>
/// <remarks>Source: https://docs.slack.dev/reference/methods/team.profile.get/</remarks>
internal sealed class ProfileField : ISlackRecord
{
    public string? Id { get; init; }

    public long? Ordering { get; init; }

    public string? FieldName { get; init; }

    public string? Label { get; init; }

    public string? Hint { get; init; }

    public string? Type { get; init; }

    /// <summary>A list of texts, or null.</summary>
    public JsonElement? PossibleValues { get; init; }

    public bool? IsHidden { get; init; }

    public string? SectionId { get; init; }

    [JsonIgnore]
    public string? TeamId { get; set; }

    [JsonIgnore]
    public bool HasKey => !string.IsNullOrEmpty(Id);

    public int DropImpossibleMoments() => 0;
}
