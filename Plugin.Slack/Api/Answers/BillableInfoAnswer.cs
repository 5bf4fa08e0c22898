using System.Text.Json.Serialization;

namespace Plugin.Slack.Api.Answers;

/// <summary>The answer of <c>team.billableInfo</c>: an object keyed by user id.</summary>
internal sealed class BillableInfoAnswer : ListAnswer<BillableSeat>
{
    [JsonConverter(typeof(BillableSeatsConverter))]
    public List<BillableSeat?>? BillableInfo { get; init; }

    [JsonIgnore]
    public override List<BillableSeat?>? Records => BillableInfo;
}
