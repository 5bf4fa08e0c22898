using System.Text.Json.Serialization;

namespace Plugin.Slack.Api.Answers;

/// <summary>The answer of <c>team.accessLogs</c>.</summary>
internal sealed class AccessLogsAnswer : ListAnswer<AccessLogEntry>
{
    public List<AccessLogEntry?>? Logins { get; init; }

    [JsonIgnore]
    public override List<AccessLogEntry?>? Records => Logins;
}
