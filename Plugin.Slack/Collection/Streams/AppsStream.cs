using System.Runtime.CompilerServices;
using System.Text.Json;
using Plugin.Abstractions.Collection;
using Plugin.Slack.Api;

namespace Plugin.Slack.Collection.Streams;

/// <summary>The apps that are installed now, worked out from the log of their changes.</summary>
/// <remarks>
/// <para>Method <c>team.integrationLogs</c>, scope <c>admin</c>; makes no call of its own, but reads the rows of <c>team_integration_logs</c> back. Slack has no list of installed apps for a token like this.</para>
/// <para>Key: workspace and app. Checkpoint: the last app given out; the log is gone through once for a thousand apps.</para>
/// <para>Left out: apps that are removed. Source: https://docs.slack.dev/reference/methods/team.integrationLogs/</para>
/// </remarks>
internal sealed class AppsStream : SlackStream
{
    private const int MostApps = 1_000;
    private const int MostAccounts = 100_000;
    private const int LongestList = 1_000;

    private static readonly string[] Columns = ["app_id", "team_id", "changed_at", "change", "user_id", "app_name", "scopes", "reason"];

    private readonly TeamIntegrationLogsStream _log = new();
    private readonly StreamDefinition<AppRow> _definition = Define();

    /// <inheritdoc/>
    public override StreamDescription Description => _definition.Description;

    /// <inheritdoc/>
    public override async IAsyncEnumerable<StreamPage> CollectAsync(SlackSession session, StreamRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        CallCost cost = new();
        var identity = await session.IdentifyAsync(cost, cancellationToken);
        var position = StreamPosition.Read(request.ResumeFrom);
        var startsOver = request.ResumeFrom is not null && position is null;
        List<EvidenceNote> notes = startsOver ? [CheckpointUnreadable()] : [];

        if (SkipBeforehand(identity) is { } skipped)
        {
            yield return Page([], skipped, null);
            yield break;
        }

        var after = position?.Cursor;
        var isLast = false;

        while (!isLast)
        {
            var (apps, isWhole) = await ReadAsync(session.Rows, after, cancellationToken);
            isLast = isWhole;
            after = apps.Count > 0 ? PlaceOf(apps[^1].TeamId, apps[^1].Id) : after;
            List<AppRow> rows = [.. apps.Select(app => app.Now()).OfType<AppRow>()];

            yield return Page(rows, isLast ? StreamEnd.Complete() : null, new() { Cursor = after });
            (cost, notes, startsOver) = (new(), [], false);
        }

        RecordPage<AppRow> Page(List<AppRow> rows, StreamEnd? end, StreamPosition? next) => new(_definition, rows)
        {
            Next = end is null ? next?.ToCheckpoint() : null,
            End = end,
            Evidence = Evidence(cost, rows.Count, [], notes),
            StartsOver = startsOver,
        };
    }

    /// <inheritdoc/>
    public override IEnumerable<CallEstimate> Estimate(EstimateBasis basis) => [basis.Calls("team.integrationLogs", SlackTier.Tier2, 0, "worked out from the log that another stream reads")];

    /// <inheritdoc/>
    public override Task<Probe> ProbeAsync(SlackSession session, CancellationToken cancellationToken) => _log.ProbeAsync(session, cancellationToken);

    /// <summary>Goes through the log once, for as many apps as memory is meant for: the first ones by id.</summary>
    private static async Task<(IReadOnlyList<InstalledApp> Apps, bool IsWhole)> ReadAsync(IRunRows rows, string? after, CancellationToken cancellationToken)
    {
        // The last app by id comes first, as it is the one to leave to the next pass.
        SortedDictionary<string, InstalledApp> apps = new(Comparer<string>.Create(static (one, other) => string.CompareOrdinal(other, one)));
        string? limit = null;
        var accounts = 0;

        await foreach (var row in rows.ReadAsync("team_integration_logs", Columns, null, cancellationToken))
        {
            var place = PlaceOf(row.Text(1), row.Text(0));

            if (string.CompareOrdinal(place, after) <= 0 || (limit is not null && string.CompareOrdinal(place, limit) >= 0))
            {
                continue;
            }

            if (!apps.TryGetValue(place, out var app))
            {
                apps[place] = app = new(row.Text(1), row.Text(0) ?? "");
            }

            accounts -= app.Accounts;
            app.Take(row.Timestamp(2) ?? DateTimeOffset.MinValue, row.Text(3), row.Text(4), row.Text(5), row.Text(6), row.Text(7));
            accounts += app.Accounts;

            if (apps.Count > MostApps || (accounts > MostAccounts && apps.Count > 1))
            {
                (limit, var last) = apps.First();
                accounts -= last.Accounts;
                apps.Remove(limit);
            }
        }

        return ([.. apps.Values.Reverse()], limit is null);
    }

    /// <summary>What orders apps: an app that is in several workspaces of an organisation is one in each.</summary>
    private static string PlaceOf(string? teamId, string? appId) => $"{teamId} {appId}";

    private static StreamDefinition<AppRow> Define()
    {
        Meaning log = new("team.integrationLogs: logs[]");

        return new StreamDefinitionBuilder<AppRow>(new()
        {
            Id = "apps",
            Name = "Apps",
            Description = "One app that is installed now, as the log of changes tells: by whom, since when, with which permissions.",
            Mode = StreamMode.Snapshot,
            Subject = StreamSubject.Apps,
            Methods = ["team.integrationLogs"],
            Scopes = ["admin"],
            LostWithout = "Without it there is the log of changes, and nobody knows which apps are installed now.",
            ReadsBack = ["team_integration_logs"],
            References = [new("installed_first_by", "users", "user_id"), new("last_change_by", "users", "user_id"), new("team_id", "team_info", "team_id")],
        })
        .Text("team_id", row => row.App.TeamId, new() { Description = "The workspace.", Source = "auth.test: team_id", Semantic = ColumnSemantic.TenantId, IsKey = true })
        .Text("app_id", row => row.App.Id, log.Of("app_id, service_id", "The app's id, or service: and the id of a service of the older kind.", ColumnSemantic.AppId, isKey: true))
        .Text("app_name", row => row.App.Name, log.Of("app_type, service_type", "The app's name, as the latest entry has it.", ColumnSemantic.DisplayName))
        .Text("kind", row => row.App.Id.StartsWith("service:", StringComparison.Ordinal) ? "service" : "app", log.Of("app_id, service_id", "App, or service: an integration of the older kind."))
        .Boolean("is_disabled", row => row.App.IsDisabled, log.Of("change_type", "Whether it is installed but disabled.", ColumnSemantic.IsRetired))
        .Text("disabled_because", row => row.App.DisabledBecause, log.Of("reason", "Why it is disabled: user, rate_limits, slack, errors, system, admin, api_decline, deauth.", nullMeans: "It is not disabled, or Slack does not say."))
        .Int64("installations", row => row.InstalledBy.Count == 0 ? null : row.InstalledBy.Count, log.Of("user_id", "For how many accounts it is installed.", nullMeans: "It was installed before the log begins."))
        .Json("installed_by", InstalledBy, log.Of("user_id", $"The ids of those accounts, at most {LongestList}.", personalData: PersonalData.Pseudonym, nullMeans: "It was installed before the log begins."))
        .Text("installed_first_by", row => row.InstalledFirstBy, log.Of("user_id", "The account whose installation is the earliest of those that still stand.", ColumnSemantic.ResponsibleAccountId, PersonalData.Pseudonym, nullMeans: "It was installed before the log begins."))
        .Timestamp("installed_at", row => row.InstalledAt, log.Of("date", "When the earliest of the installations that still stand was made.", nullMeans: "It was installed before the log begins."))
        .Text("scopes", row => row.App.Scopes, log.Of("scope", "The permissions that it has, separated by commas, as the latest entry has them.", ColumnSemantic.AppScopes, nullMeans: "Not given for services of the older kind."))
        .Text("last_change", row => row.App.LastChange, log.Of("change_type", "What happened to it last: added, removed (by one of several), enabled, disabled, updated.", ColumnSemantic.AppChange))
        .Text("last_change_by", row => row.App.LastChangeBy, log.Of("user_id", "Who did that.", personalData: PersonalData.Pseudonym))
        .Timestamp("last_changed_at", row => row.App.LastChangedAt, log.Of("date", "When that was.", ColumnSemantic.AppChangedAt))
        .Build();
    }

    private static string? InstalledBy(AppRow row) => row.InstalledBy.Count == 0 ? null : JsonSerializer.Serialize([.. row.InstalledBy.Take(LongestList)], SlackJson.Default.StringArray);
}
