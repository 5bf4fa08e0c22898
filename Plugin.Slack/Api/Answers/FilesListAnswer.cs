using System.Text.Json.Serialization;

namespace Plugin.Slack.Api.Answers;

/// <summary>The answer of <c>files.list</c>.</summary>
internal sealed class FilesListAnswer : ListAnswer<SlackFile>
{
    public List<SlackFile?>? Files { get; init; }

    public Paging? Paging { get; init; }

    [JsonIgnore]
    public override List<SlackFile?>? Records => Files;
}
