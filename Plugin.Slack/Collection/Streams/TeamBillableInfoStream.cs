using Plugin.Abstractions.Collection;
using Plugin.Slack.Api;
using Plugin.Slack.Api.Answers;
using Plugin.Slack.Authorization;

namespace Plugin.Slack.Collection.Streams;

/// <summary>Paid seats.</summary>
/// <remarks>
/// <para>Method <c>team.billableInfo</c>, scope <c>admin</c>, tier 2, cursor, 1,000 a page; the answer is an object keyed by user id.</para>
/// <para>Key: workspace and user id. Checkpoint: Slack's cursor. Left out: nothing.</para>
/// <para>Slack works it out from time to time by its Fair Billing policy, not live. Source: https://docs.slack.dev/reference/methods/team.billableInfo/</para>
/// </remarks>
internal sealed class TeamBillableInfoStream : ListStream<BillableInfoAnswer, BillableSeat>
{
    private readonly AnswerReader<BillableInfoAnswer> _reader = new(SlackJson.Default.BillableInfoAnswer);
    private readonly KeyValuePair<string, string> _limit = new("limit", "1000");

    /// <inheritdoc/>
    protected override StreamDefinition<BillableSeat> Definition { get; } = Define();

    /// <inheritdoc/>
    public override IEnumerable<CallEstimate> Estimate(EstimateBasis basis) => basis.Pages("team.billableInfo", SlackTier.Tier2, 1_000);

    /// <inheritdoc/>
    protected override SlackCall<BillableInfoAnswer> Call(StreamPosition position, int? limit) =>
        new("team.billableInfo", SlackTier.Tier2, CursorForm.Of(position, limit, _limit), _reader);

    /// <inheritdoc/>
    protected override void Complete(BillableSeat record, SlackIdentity identity) => record.TeamId = identity.TeamId;

    private static StreamDefinition<BillableSeat> Define()
    {
        Meaning seat = new("team.billableInfo: billable_info{}");

        return new StreamDefinitionBuilder<BillableSeat>(new()
        {
            Id = "team_billable_info",
            Name = "Seats",
            Description = "Whether one account's seat is charged for.",
            Mode = StreamMode.Snapshot,
            Subject = StreamSubject.Seats,
            Methods = ["team.billableInfo"],
            Scopes = ["admin"],
            LostWithout = "Without it nobody knows which seats are paid for: they are unknown, not free.",
            References = [new("user_id", "users", "user_id"), new("team_id", "team_info", "team_id")],
        })
        .Text("team_id", row => row.TeamId, new() { Description = "The workspace that pays.", Source = "auth.test: team_id", Semantic = ColumnSemantic.TenantId, IsKey = true })
        .Text("user_id", row => row.UserId, seat.Of("(key)", "The account.", ColumnSemantic.AccountId, PersonalData.Pseudonym, isKey: true))
        .Boolean("is_billed", row => row.BillingActive, seat.Of("billing_active", "Whether the seat is charged for now: Slack counts who was active within 28 days.", ColumnSemantic.SeatBilled, nullMeans: "Slack did not say."))
        .Build();
    }
}
