using System.Globalization;
using Plugin.Abstractions.Collection;
using Plugin.Slack.Api;
using Plugin.Slack.Api.Answers;
using Plugin.Slack.Authorization;

namespace Plugin.Slack.Collection.Streams;

/// <summary>What happened to apps: added, removed, enabled, disabled, updated.</summary>
/// <remarks>
/// <para>Method <c>team.integrationLogs</c>, scope <c>admin</c>, tier 2, <c>count</c> and <c>page</c>, 1,000 a page; <c>date</c> is text, ids are text or numbers.</para>
/// <para>Key: the hash of what a row says, since the log has no ids. Checkpoint: the page's number; high-water mark: the latest date, read again from a day before it.</para>
/// <para>Left out: names of users, feeds. Source: https://docs.slack.dev/reference/methods/team.integrationLogs/</para>
/// </remarks>
internal sealed class TeamIntegrationLogsStream : LogStream<IntegrationLogsAnswer, IntegrationLogEntry>
{
    private const string PageSize = "1000";

    private readonly ListReader<IntegrationLogsAnswer, IntegrationLogEntry> _reader = new(SlackJson.Default.IntegrationLogsAnswer, SlackJson.Default.IntegrationLogEntry, "logs");

    /// <inheritdoc/>
    protected override StreamDefinition<IntegrationLogEntry> Definition { get; } = Define();

    /// <inheritdoc/>
    public override IEnumerable<CallEstimate> Estimate(EstimateBasis basis) => basis.Pages("team.integrationLogs", SlackTier.Tier2, 1_000);

    /// <inheritdoc/>
    protected override SlackCall<IntegrationLogsAnswer> Call(StreamPosition position, int? limit) => new(
        "team.integrationLogs",
        SlackTier.Tier2,
        [
            new("count", limit?.ToString(CultureInfo.InvariantCulture) ?? PageSize),
            new("page", (position.Page + 1).ToString(CultureInfo.InvariantCulture)),
        ],
        _reader);

    /// <inheritdoc/>
    protected override void Complete(IntegrationLogEntry record, SlackIdentity identity) => record.TeamId = identity.TeamId;

    /// <inheritdoc/>
    protected override StreamPosition? NextPage(PageRead page, StreamPosition position)
    {
        var next = position.Page + 1;

        return page.Answer.Records!.Count > 0 && next < page.Answer.Paging?.Pages ? position with { Page = next } : null;
    }

    /// <inheritdoc/>
    protected override long? ReportedTotal(IntegrationLogsAnswer answer) => answer.Paging?.Total;

    private static StreamDefinition<IntegrationLogEntry> Define()
    {
        Meaning log = new("team.integrationLogs: logs[]");

        return new StreamDefinitionBuilder<IntegrationLogEntry>(new()
        {
            Id = "team_integration_logs",
            Name = "App changes",
            Description = "One change of an app or service: who did what to which, when.",
            Mode = StreamMode.Append,
            Subject = StreamSubject.AppChanges,
            Methods = ["team.integrationLogs"],
            Scopes = ["admin"],
            LostWithout = "Without it nobody knows which apps were installed, by whom and with which permissions.",
            References = [new("user_id", "users", "user_id"), new("team_id", "team_info", "team_id")],
        })
        .Text("log_key", row => row.Identity, log.Of("(all fields)", "The first 32 digits of the SHA-256 of what the row says.", isKey: true))
        .Text("team_id", row => row.TeamId, new() { Description = "The workspace.", Source = "auth.test: team_id", Semantic = ColumnSemantic.TenantId })
        .Timestamp("changed_at", row => SlackMoment.FromSeconds(row.Date), log.Of("date", "When it happened.", ColumnSemantic.AppChangedAt))
        .Text("change", row => row.ChangeType, log.Of("change_type", "What happened: added, removed, enabled, disabled, updated.", ColumnSemantic.AppChange))
        .Text("app_id", row => string.IsNullOrEmpty(row.AppId) ? $"service:{row.ServiceId}" : row.AppId, log.Of("app_id, service_id", "The app's id, or service: and the id of a service of the older kind.", ColumnSemantic.AppId))
        .Text("app_name", row => string.IsNullOrEmpty(row.AppType) ? row.ServiceType : row.AppType, log.Of("app_type, service_type", "The app's name.", ColumnSemantic.DisplayName))
        .Text("user_id", row => row.UserId, log.Of("user_id", "Who did it.", ColumnSemantic.AccountId, PersonalData.Pseudonym))
        .Text("scopes", row => row.Scope, log.Of("scope", "The permissions that the app has, separated by commas.", ColumnSemantic.AppScopes, nullMeans: "Not given for services of the older kind."))
        .Text("channel_id", row => row.Channel, log.Of("channel", "The channel that it posts to.", nullMeans: "None, or not told."))
        .Text("reason", row => row.Reason, log.Of("reason", "Why it was disabled: user, rate_limits, slack, errors, system, admin, api_decline, deauth.", nullMeans: "It was not disabled."))
        .Text("resolution", row => row.Resolution, log.Of("resolution", "What an administrator decided about a request."))
        .Build();
    }
}
