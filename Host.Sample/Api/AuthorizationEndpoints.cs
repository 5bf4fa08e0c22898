using Host.Sample.Connectors;

namespace Host.Sample.Api;

internal static class AuthorizationEndpoints
{
    public static void MapAuthorizations(this IEndpointRouteBuilder api)
    {
        var authorizations = api.MapGroup("/authorizations").WithTags("Authorizations");
        authorizations.MapPost("/", (ConnectorBody body, AuthorizationService service, CancellationToken cancellationToken) => service.BeginAsync(body.ToDraft(), cancellationToken))
            .WithName("AuthorizeDraft").WithSummary("Begins a consent for a connector that is not saved yet.");
        authorizations.MapGet("/{id:guid}", (Guid id, AuthorizationService service, CancellationToken cancellationToken) => service.StatusAsync(id, cancellationToken))
            .WithName("GetAuthorization").WithSummary("How far a consent has come.");
        authorizations.MapPost("/{id:guid}/take", TakeAsync)
            .RequireAuthorization(DoorSchemes.AdministratorPolicy).WithName("TakeGrant").WithSummary("Hands the token of a draft's consent over, once. To keep what renews it too, save the connector with 'authorizationId' instead.");
    }

    private static async Task<Grant> TakeAsync(Guid id, AuthorizationGrants grants, CancellationToken cancellationToken)
    {
        var grant = await grants.TakeAsync(id, cancellationToken);

        return new(grant.TokenSetting, grant.Credential.AccessToken.Reveal(), grant.Credential.ExpiresAt);
    }

    internal sealed record Grant(string Setting, string Token, DateTimeOffset? ExpiresAt);
}
