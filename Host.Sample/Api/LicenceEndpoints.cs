using Host.Sample.Database;
using Host.Sample.Inventory;
using Host.Sample.Licences;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Host.Sample.Api;

internal static class LicenceEndpoints
{
    public static void MapLicences(this IEndpointRouteBuilder api)
    {
        var licences = api.MapGroup("/connectors/{connector}/licences").WithTags("Licences");
        licences.MapGet("/position", PositionsAsync)
            .WithName("ListPositions").WithSummary("Licence positions, a row an account: kind, billed now, last seen with its sources, status. Filters, repeated: status, billed, used (the age of the last sign of use), type; search; account. idleDays tries another number; order and descending sort.");
        licences.MapGet("/position/export", ExportPositionsAsync)
            .WithName("ExportPositions").WithSummary("The licence positions as a file, filtered and ordered as the list: format 'csv', 'jsonl' or 'xlsx'.");
        licences.MapGet("/position/{account}", PositionAsync)
            .WithName("GetPosition").WithSummary("One account's position with what every source says of it.");
        licences.MapGet("/terms", (string connector, SeatTermsService service, CancellationToken cancellationToken) => service.GetAsync(connector, cancellationToken))
            .WithName("GetTerms").WithSummary("What a seat costs, until when it is paid for, and by which rules.");
        licences.MapPut("/terms", (string connector, SeatTerms terms, SeatTermsService service, CancellationToken cancellationToken) => service.SetAsync(connector, terms, cancellationToken))
            .WithName("SetTerms").WithSummary("Replaces the terms: price, currency (ISO 4217), period (month, year), renewal, isContract, idleDays. Takes the role administrator.");
        licences.MapGet("/reclaim", ReclaimAsync)
            .WithName("GetReclaim").WithSummary("The reclaim report: candidates with confidence and reasons, what each really saves, totals, who is no candidate and why; idleDays tries another number.");
        licences.MapGet("/reclaim/export", ExportReclaimAsync)
            .WithName("ExportReclaim").WithSummary("The reclaim report as a file: format 'csv', 'json' or 'xlsx'.");
        licences.MapGet("/reclaim/account", (string connector, string account, AsOf? asOf, int? idleDays, ReclaimService service, CancellationToken cancellationToken) =>
                service.JudgeAsync(connector, account, new() { AsOf = asOf ?? default, IdleDays = idleDays }, cancellationToken))
            .WithName("JudgeSeat").WithSummary("Whether an account's seat could be taken back, what that saves, or why not.");
        licences.MapGet("/exclusions", (string connector, SeatExclusions service, CancellationToken cancellationToken) => service.ListAsync(connector, cancellationToken))
            .WithName("ListExclusions").WithSummary("Accounts and groups that reclaim reports leave out, why and until when.");
        licences.MapPost("/exclusions", (string connector, ExclusionBody body, SeatExclusions service, CancellationToken cancellationToken) =>
                service.AddAsync(connector, body.Kind, body.SubjectId, body.Reason, body.Until, cancellationToken))
            .WithName("AddExclusion").WithSummary("Leaves an account, or the members of a group, out of reclaim reports. Takes the role operator.");
        licences.MapGet("/exclusions/subjects", (string connector, SeatExclusionKind kind, string search, int? take, SeatExclusions service, CancellationToken cancellationToken) =>
                service.FindAsync(connector, kind, search, Paging.Take(take), cancellationToken))
            .WithName("FindExclusionSubjects").WithSummary("Accounts or groups (kind) whose id, name or e-mail address contains a text (search).");
        licences.MapDelete("/exclusions/{number:int}", RemoveAsync)
            .WithName("RemoveExclusion").WithSummary("Takes an exclusion away. Takes the role operator.");
    }

    private static Task<PositionPage> PositionsAsync([AsParameters] PositionFields fields, int? skip, int? take, PositionService service, CancellationToken cancellationToken) =>
        service.PageAsync(fields.Connector, fields.Query() with { Skip = Paging.Skip(skip), Take = Paging.Take(take) }, cancellationToken);

    private static Task<PositionPage> PositionAsync(string connector, string account, AsOf? asOf, int? idleDays, PositionService service, CancellationToken cancellationToken) =>
        service.PageAsync(connector, new() { AsOf = asOf ?? default, IdleDays = idleDays, AccountId = account }, cancellationToken);

    private static async Task<PushStreamHttpResult> ExportPositionsAsync(
        [AsParameters] PositionFields fields, string? format, PositionService service, PositionExport export, CancellationToken cancellationToken)
    {
        var (form, ending, type) = Form(format ?? "csv", "jsonl", "application/jsonl; charset=utf-8");

        // The run is fixed before the first byte, and what is wrong with the request is told as a problem.
        var query = fields.Query();
        query = query with { AsOf = (await service.PageAsync(fields.Connector, query with { Take = 0 }, cancellationToken)).RunId };

        return TypedResults.Stream(body => export.WriteAsync(fields.Connector, query, form, body, cancellationToken), type, $"licence-position-{query.AsOf.RunId}.{ending}");
    }

    private static Task<ReclaimReport> ReclaimAsync(
        string connector, AsOf? asOf, int? idleDays, string[]? saving, int? skip, int? take, ReclaimService service, CancellationToken cancellationToken) =>
        service.ReportAsync(connector, Query(asOf, idleDays, saving) with { Skip = Paging.Skip(skip), Take = Paging.Take(take) }, cancellationToken);

    private static async Task<PushStreamHttpResult> ExportReclaimAsync(
        string connector, AsOf? asOf, int? idleDays, string[]? saving, string? format, ReclaimService service, ReclaimExport export, CancellationToken cancellationToken)
    {
        var (form, ending, type) = Form(format ?? "csv", "json", "application/json; charset=utf-8");
        var query = Query(asOf, idleDays, saving);
        query = query with { AsOf = (await service.ReportAsync(connector, query with { Take = 0 }, cancellationToken)).RunId };

        return TypedResults.Stream(body => export.WriteAsync(connector, query, form, body, cancellationToken), type, $"reclaim-{query.AsOf.RunId}.{ending}");
    }

    private static async Task<NoContent> RemoveAsync(string connector, int number, SeatExclusions service, CancellationToken cancellationToken)
    {
        await service.RemoveAsync(connector, number, cancellationToken);

        return TypedResults.NoContent();
    }

    private static ReclaimQuery Query(AsOf? asOf, int? idleDays, string[]? saving) =>
        new() { AsOf = asOf ?? default, IdleDays = idleDays, Classes = Values<ReclaimClass>(saving, "saving") };

    private static T[] Values<T>(string[]? words, string name)
        where T : struct, Enum =>
        [
            .. (words ?? []).Select(word => LicenceWords.Require<T>(word, name)),
        ];

    private static (ExportForm Form, string Ending, string ContentType) Form(string format, string json, string jsonType) => format switch
    {
        "csv" => (ExportForm.Csv, "csv", "text/csv; charset=utf-8"),
        "xlsx" => (ExportForm.Xlsx, "xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        _ when format == json => (ExportForm.Json, json, jsonType),
        _ => throw new HostException(HostProblem.Usage, "There is no such format.", $"Ask for 'csv', '{json}' or 'xlsx'."),
    };

    /// <summary>Which positions, as the address says.</summary>
    internal sealed record PositionFields(
        string Connector, AsOf? AsOf, int? IdleDays, string[]? Status, string[]? Billed, string[]? Used, string[]? Type, string? Search, string? Account, string? Order, bool? Descending)
    {
        public PositionQuery Query() => new()
        {
            AsOf = AsOf ?? default,
            IdleDays = IdleDays,
            Statuses = Values<LicenceStatus>(Status, "status"),
            Billed = Values<BilledNow>(Billed, "billed"),
            Ages = Values<UseAge>(Used, "used"),
            Types = Type ?? [],
            Search = Search,
            AccountId = Account,
            Order = Order is null ? default : LicenceWords.Require<PositionOrder>(Order, "order"),
            IsDescending = Descending is true,
        };
    }

    /// <summary>An exclusion to be made.</summary>
    internal sealed record ExclusionBody(SeatExclusionKind Kind, string SubjectId, string Reason, DateOnly? Until);
}
