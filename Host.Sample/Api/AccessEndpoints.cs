using Host.Sample.Access;
using Host.Sample.Database;

namespace Host.Sample.Api;

internal static class AccessEndpoints
{
    public static void MapAccess(this IEndpointRouteBuilder api)
    {
        var keys = api.MapGroup("/access-keys").WithTags("Access");
        keys.MapGet("/", (AccessKeys service, CancellationToken cancellationToken) => service.ListAsync(cancellationToken))
            .WithName("ListAccessKeys").WithSummary("The access keys; never the keys themselves.");
        keys.MapPost("/", AddAsync)
            .WithName("AddAccessKey").WithSummary("Makes a key with a role; the answer is the only time that it can be read.");
        keys.MapDelete("/{id:int}", RevokeAsync)
            .WithName("RevokeAccessKey").WithSummary("Takes a key back; its sessions end within a minute.");
        api.MapGet("/audit", AuditAsync).WithTags("Access")
            .WithName("ListAuditEntries").WithSummary("Who changed what, the latest first.");
    }

    private static Task<NewAccessKey> AddAsync(AccessKeyBody body, AccessKeys service, CancellationToken cancellationToken) =>
        service.AddAsync(body.Name, body.Role, body.Days is { } days ? TimeSpan.FromDays(days) : null, cancellationToken);

    private static async Task<IResult> RevokeAsync(int id, AccessKeys service, CancellationToken cancellationToken)
    {
        await service.RevokeAsync(id, cancellationToken);

        return Results.NoContent();
    }

    private static async Task<List<AuditView>> AuditAsync(string? search, int? skip, int? take, AuditTrail audit, CancellationToken cancellationToken) =>
        [.. (await audit.ListAsync(search, Paging.Skip(skip), Paging.Take(take), cancellationToken)).Entries.Select(AuditView.Of)];

    internal sealed record AccessKeyBody
    {
        public required string Name { get; init; }

        public required AccessRole Role { get; init; }

        /// <summary>How long it is good; null: until it is revoked.</summary>
        public int? Days { get; init; }
    }

    internal sealed record AuditView(DateTimeOffset At, string Actor, string Action, string Subject, string? Detail)
    {
        public static AuditView Of(AuditEntry entry) => new(entry.At, entry.Actor, entry.Action, entry.Subject, entry.Detail);
    }
}
