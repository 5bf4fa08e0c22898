using Plugin.Abstractions.Collection;
using Plugin.Slack.Api;
using Plugin.Slack.Api.Answers;
using Plugin.Slack.Authorization;

namespace Plugin.Slack.Collection.Streams;

/// <summary>Sign-ins: the only sign of use that a workspace gives.</summary>
/// <remarks>
/// <para>Method <c>team.accessLogs</c>, scope <c>admin</c>, tier 2, cursor, 999 a page; paid plans only (<c>paid_only</c>).</para>
/// <para>Key: the hash of user, address, user agent and first moment. One row sums up the uses of such a combination, so a row met again with a later date replaces the earlier one.
/// Checkpoint: Slack's cursor; high-water mark: the latest <c>date_last</c>, read again from a day before it.</para>
/// <para>Left out: the handle (<c>username</c>). Source: https://docs.slack.dev/reference/methods/team.accessLogs/</para>
/// </remarks>
internal sealed class TeamAccessLogsStream : LogStream<AccessLogsAnswer, AccessLogEntry>
{
    private readonly ListReader<AccessLogsAnswer, AccessLogEntry> _reader = new(SlackJson.Default.AccessLogsAnswer, SlackJson.Default.AccessLogEntry, "logins");
    private readonly KeyValuePair<string, string> _limit = new("limit", "999");

    /// <inheritdoc/>
    protected override StreamDefinition<AccessLogEntry> Definition { get; } = Define();

    /// <inheritdoc/>
    public override IEnumerable<CallEstimate> Estimate(EstimateBasis basis) => basis.Pages("team.accessLogs", SlackTier.Tier2, 999);

    /// <summary>Without a workspace Slack gives the organisation's access by desktop, phone and web; with one that by web site and other apps.</summary>
    protected override bool ReadsOrganisation => true;

    /// <inheritdoc/>
    protected override SlackCall<AccessLogsAnswer> Call(StreamPosition position, int? limit) =>
        new("team.accessLogs", SlackTier.Tier2, CursorForm.Of(position, limit, _limit), _reader);

    /// <inheritdoc/>
    protected override void Complete(AccessLogEntry record, SlackIdentity identity) => record.TeamId = identity.TeamId;

    private static StreamDefinition<AccessLogEntry> Define()
    {
        Meaning login = new("team.accessLogs: logins[]");

        return new StreamDefinitionBuilder<AccessLogEntry>(new()
        {
            Id = "team_access_logs",
            Name = "Sign-ins",
            Description = "One account's uses of Slack from one address with one program: first, last, how many.",
            Mode = StreamMode.Append,
            Subject = StreamSubject.Activity,
            Methods = ["team.accessLogs"],
            Scopes = ["admin"],
            Plan = "Pro, Business+ or Enterprise",
            LostWithout = "Without it there is no evidence of use: last activity is unknown, which is not the same as inactive.",
            References = [new("user_id", "users", "user_id"), new("team_id", "team_info", "team_id")],
        })
        .Text("access_key", row => row.Identity, login.Of("user_id, ip, user_agent, date_first", "The first 32 digits of the SHA-256 of what names the row.", isKey: true))
        .Text("team_id", row => row.TeamId, new() { Description = "The workspace that was used.", Source = "auth.test: team_id", Semantic = ColumnSemantic.TenantId })
        .Text("user_id", row => row.UserId, login.Of("user_id", "The account.", ColumnSemantic.AccountId, PersonalData.Pseudonym))
        .Text("ip", row => row.Ip, login.Of("ip", "The network address.", personalData: PersonalData.Behaviour))
        .Text("user_agent", row => row.UserAgent, login.Of("user_agent", "The program that was used, as it names itself.", personalData: PersonalData.Behaviour))
        .Text("activity_kind", _ => "access", login.Of("(constant)", "Sign-ins and other calls that programs make while Slack is used.", ColumnSemantic.ActivityKind))
        .Timestamp("first_at", row => SlackMoment.FromSeconds(row.DateFirst), login.Of("date_first", "The first use of this combination.", personalData: PersonalData.Behaviour))
        .Timestamp("last_at", row => SlackMoment.FromSeconds(row.DateLast), login.Of("date_last", "The latest use of this combination.", ColumnSemantic.ActivityAt, PersonalData.Behaviour))
        .Int64("uses", row => row.Count, login.Of("count", "How often it was used.", personalData: PersonalData.Behaviour))
        .Text("isp", row => row.Isp, login.Of("isp", "The network's provider, guessed by Slack.", personalData: PersonalData.Behaviour))
        .Text("country", row => row.Country, login.Of("country", "The country, guessed by Slack.", personalData: PersonalData.Behaviour))
        .Text("region", row => row.Region, login.Of("region", "The region, guessed by Slack.", personalData: PersonalData.Behaviour))
        .Build();
    }
}
