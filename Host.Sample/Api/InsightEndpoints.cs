using Host.Sample.Insights;
using Host.Sample.Inventory;
using Host.Sample.Runs.Trend;
using Microsoft.AspNetCore.Http.HttpResults;
using Plugin.Abstractions.Collection;

namespace Host.Sample.Api;

internal static class InsightEndpoints
{
    public static void MapInsights(this IEndpointRouteBuilder api)
    {
        var insights = api.MapGroup("/connectors/{connector}").WithTags("Insights");
        insights.MapGet("/summary", (string connector, AsOf? asOf, InsightService service, CancellationToken cancellationToken) => service.SummaryAsync(connector, asOf ?? default, cancellationToken))
            .WithName("GetSummary").WithSummary("Accounts, seats, last signs of use, apps, spaces and groups at a glance. A part that the plugin says nothing about is null.");
        insights.MapGet("/dashboard", (string connector, AsOf? asOf, bool? wait, Dashboards dashboards, CancellationToken cancellationToken) =>
                wait is false ? dashboards.LookAsync(connector, asOf ?? default, cancellationToken) : dashboards.WholeAsync(connector, asOf ?? default, cancellationToken))
            .WithName("GetDashboard").WithSummary("What the overview shows: seats by charge and use, ages of use, reclaimable money, spaces and groups, applications that reach far, the course over time. With 'wait=false' what takes long is null while it is worked out.");
        insights.MapGet("/spaces", (string connector, AsOf? asOf, OwnerState[]? owner, TrafficState[]? traffic, int? skip, int? take, SpaceHealth spaces, CancellationToken cancellationToken) =>
                spaces.PageAsync(connector, new() { AsOf = asOf ?? default, Owners = owner ?? [], Traffic = traffic ?? [], Skip = Paging.Skip(skip), Take = Paging.Take(take) }, cancellationToken))
            .WithName("ListSpaces").WithSummary("Spaces in use, each with how the account stands that answers for it and when something last happened in it. 'owner' and 'traffic' may be repeated.");
        insights.MapGet("/app-risks", (string connector, AsOf? asOf, AppRiskReader apps, CancellationToken cancellationToken) => apps.ReadAsync(connector, asOf ?? default, cancellationToken))
            .WithName("ListAppRisks").WithSummary("Applications in use whose permissions reach far, and who installed them.");
        insights.MapGet("/changes", (string connector, AsOf? from, AsOf? to, InsightService service, CancellationToken cancellationToken) => service.ChangesAsync(connector, from ?? default, to ?? default, cancellationToken))
            .WithName("GetChanges").WithSummary("How many rows of each stream came, changed and went between two runs; by default the last two.");
        insights.MapGet("/changes/{stream}", RowsAsync)
            .WithName("ListChangedRows").WithSummary("The rows of a stream that came, changed or went between two runs, with old and new values of what changed.");
        insights.MapGet("/account", AccountAsync)
            .WithName("GetAccount").WithSummary("Whether an account (account: its id) is there, is gone or was erased, and its rows in the streams about it.");
        insights.MapGet("/account/places", PlacesAsync)
            .WithName("ListAccountPlaces").WithSummary("What an account is in or answers for: of 'groups', 'spaces' or 'responsible', with names.");
        insights.MapGet("/account/history", HistoryAsync)
            .WithName("GetAccountHistory").WithSummary("What happened to an account's rows and memberships, run by run, the latest first, with old and new values of what changed.");
        insights.MapGet("/feed", FeedAsync)
            .WithName("GetFeed").WithSummary("Everything that changed between two runs as typed events with old and new values, one JSON object a line. 'kind' and 'stream' may be repeated; 'search' looks into names and keys.");
        insights.MapGet("/trend", (string connector, AsOf? from, AsOf? to, SeatTrend trend, CancellationToken cancellationToken) => trend.ReadAsync(connector, from ?? default, to ?? default, cancellationToken))
            .WithName("GetTrend").WithSummary("Accounts and seats of each published run, also of those whose rows were pruned. Null is unknown: the run did not have the whole stream.");
    }

    private static async Task<PushStreamHttpResult> FeedAsync(
        string connector, AsOf? from, AsOf? to, string[]? kind, string[]? stream, string? search, ChangeFeed feed, FeedLines lines, CancellationToken cancellationToken)
    {
        // The runs are fixed before the first byte, and what is wrong with the request is told as a problem.
        FeedQuery query = new() { Kinds = kind ?? [], Streams = stream ?? [], Search = search };
        var open = await feed.OpenAsync(connector, from ?? default, to ?? default, cancellationToken);
        open.Schemas(query);

        return TypedResults.Stream(body => lines.WriteAsync(open, query, body, cancellationToken), "application/x-ndjson");
    }

    private static async Task<List<ChangeView>> RowsAsync(
        string connector, string stream, AsOf? from, AsOf? to, int? take, InsightService service, InventoryReader reader, CancellationToken cancellationToken)
    {
        var schema = InventoryReader.Schema(await reader.OpenAsync(connector, to ?? default, cancellationToken), stream);
        List<ChangeView> changes = [];

        await foreach (var change in service.RowChangesAsync(connector, stream, from ?? default, to ?? default, Paging.Take(take), cancellationToken))
        {
            changes.Add(ChangeView.Of(change, schema));
        }

        return changes;
    }

    private static async Task<AccountView> AccountAsync(string connector, string account, AsOf? asOf, AccountDossier dossier, CancellationToken cancellationToken)
    {
        var record = await dossier.GetAsync(connector, account, asOf ?? default, cancellationToken);

        return new(
            record.Connector,
            record.RunId,
            record.AccountId,
            record.Presence,
            record.DisplayName,
            record.GoneInRun,
            record.GoneAt,
            record.ErasedAt,
            [.. record.Rows.Select(row => new AccountRowView(row.Schema.Description.Id, row.Row.Key, row.Row.FromRun, RowValues.Of(row.Row, row.Schema)))]);
    }

    private static Task<AccountPlaces> PlacesAsync(string connector, string account, string of, AsOf? asOf, int? skip, int? take, AccountDossier dossier, CancellationToken cancellationToken) => of switch
    {
        "groups" => dossier.MembershipsAsync(connector, account, asOf ?? default, StreamSubject.GroupMembers, Paging.Skip(skip), Paging.Take(take), cancellationToken),
        "spaces" => dossier.MembershipsAsync(connector, account, asOf ?? default, StreamSubject.SpaceMembers, Paging.Skip(skip), Paging.Take(take), cancellationToken),
        "responsible" => dossier.ResponsibleAsync(connector, account, asOf ?? default, Paging.Skip(skip), Paging.Take(take), cancellationToken),
        _ => throw new HostException(HostProblem.Usage, "There is no such value of 'of'.", "It takes groups, spaces, responsible."),
    };

    private static async Task<AccountStoryView> HistoryAsync(string connector, string account, AsOf? asOf, int? skip, int? take, AccountDossier dossier, CancellationToken cancellationToken)
    {
        var story = await dossier.HistoryAsync(connector, account, asOf ?? default, Paging.Skip(skip), Paging.Take(take), cancellationToken);

        return new(story.Total, [.. story.Events.Select(AccountEventView.Of)]);
    }

    internal sealed record AccountView(
        string Connector, long RunId, string AccountId, AccountPresence Presence, string? DisplayName, long? GoneInRun, DateTimeOffset? GoneAt, DateTimeOffset? ErasedAt, IReadOnlyList<AccountRowView> Rows);

    internal sealed record AccountRowView(string Stream, string Key, long FromRun, Dictionary<string, object?> Values);

    internal sealed record AccountStoryView(long Total, IReadOnlyList<AccountEventView> Events);

    internal sealed record AccountEventView(
        string Stream, string Key, long RunId, DateTimeOffset At, RowChangeKind Kind, string? PlaceId, string? Place, Dictionary<string, object?> Old, Dictionary<string, object?> New)
    {
        public static AccountEventView Of(AccountEvent entry)
        {
            var types = entry.Schema.Columns.ToDictionary(column => column.Name, column => column.Type);
            var (what, columns) = (entry.What, entry.What.Columns);

            return new(
                entry.Schema.Description.Id,
                entry.RowKey,
                what.RunId,
                what.At,
                what.Kind,
                entry.PlaceId,
                entry.Place,
                columns.ToDictionary(column => column.Column, column => RowValues.Of(column.Old, types[column.Column])),
                columns.ToDictionary(column => column.Column, column => RowValues.Of(column.New, types[column.Column])));
        }
    }

    internal sealed record ChangeView(RowChangeKind Kind, string Key, string? Name, Dictionary<string, object?>? Old, Dictionary<string, object?>? New)
    {
        /// <summary>Rows that came or went whole; of those that changed only the columns that did.</summary>
        public static ChangeView Of(RowChange change, InventorySchema schema)
        {
            if (change.Kind is not RowChangeKind.Changed)
            {
                return new(
                    change.Kind,
                    change.Key,
                    change.Name,
                    change.Old is null ? null : RowValues.Of(change.Old, schema),
                    change.New is null ? null : RowValues.Of(change.New, schema));
            }

            var types = schema.Columns.ToDictionary(column => column.Name, column => column.Type);

            return new(
                change.Kind,
                change.Key,
                change.Name,
                change.Columns.ToDictionary(column => column.Column, column => RowValues.Of(column.Old, types[column.Column])),
                change.Columns.ToDictionary(column => column.Column, column => RowValues.Of(column.New, types[column.Column])));
        }
    }
}
