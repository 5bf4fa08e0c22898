using Plugin.Abstractions;
using Plugin.Abstractions.Authorization;
using Plugin.Abstractions.Collection;
using Plugin.Abstractions.Errors;
using Plugin.Abstractions.Settings;
using Plugin.Sapling.Api;
using Plugin.Sapling.Collection;
using Plugin.Sapling.Settings;

namespace Plugin.Sapling;

/// <summary>Composes the rooms; no logic of its own.</summary>
internal sealed class SaplingConnector : IConnector
{
    public ConnectorDescription Describe() => new()
    {
        Service = "Sapling",
        Title = "Sapling Connectors",
        Summary = "Collects who has an account at Sapling.",
        Settings = SaplingSettings.Definitions,
        Scopes = [new("people:read", "Without it nobody knows who has an account.")],
        Streams = [PeopleStream.Definition.Description],
        SetupSteps = ["Ask an administrator of Sapling for an access token with the scope people:read."],
    };

    public IReadOnlyList<SettingProblem> Validate(SettingValues settings) => SaplingSettings.Check(settings);

    // With a consent page of the service's own, describe Authorization and see section 7 of docs/writing-a-plugin.md.
    public Uri BeginAuthorization(AuthorizationRequest request) => throw NoConsent();

    public Task<AuthorizationGrant> CompleteAuthorizationAsync(ConnectorContext context, AuthorizationCallback callback, CancellationToken cancellationToken) => throw NoConsent();

    public async Task<PreflightReport> PreflightAsync(ConnectorContext context, CancellationToken cancellationToken)
    {
        var identity = await new SaplingClient(context).WhoAmIAsync(cancellationToken);

        return new()
        {
            Tenant = identity.Tenant,
            Account = identity.Account,
            Streams = [new() { StreamId = PeopleStream.Definition.Description.Id, Access = StreamAccess.Granted, Message = "The people can be read." }],
        };
    }

    public IAsyncEnumerable<StreamPage> CollectAsync(ConnectorContext context, StreamRequest request, CancellationToken cancellationToken) =>
        request.StreamId == PeopleStream.Definition.Description.Id
            ? PeopleStream.CollectAsync(context, request, cancellationToken)
            : throw new ArgumentException($"There is no stream '{request.StreamId}'.", nameof(request));

    private static ConnectorException NoConsent() => new(FailureReason.FixSettings, "Sapling has no consent page.", "Type an access token in.");
}
