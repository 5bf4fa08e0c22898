using System.Text.Json.Serialization;

namespace Plugin.Slack.Api.Answers;

/// <summary>The answer of <c>team.integrationLogs</c>.</summary>
internal sealed class IntegrationLogsAnswer : ListAnswer<IntegrationLogEntry>
{
    public List<IntegrationLogEntry?>? Logs { get; init; }

    public Paging? Paging { get; init; }

    [JsonIgnore]
    public override List<IntegrationLogEntry?>? Records => Logs;
}
