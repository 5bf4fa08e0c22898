using Plugin.Abstractions;
using Plugin.Abstractions.Authorization;
using Plugin.Abstractions.Collection;
using Plugin.Abstractions.Settings;

namespace BadPlugin.DescribeThrows;

/// <summary>Throws from every verb, describe first.</summary>
internal sealed class SpeechlessConnector : IConnector
{
    public ConnectorDescription Describe() => throw Broken();

    public IReadOnlyList<SettingProblem> Validate(SettingValues settings) => throw Broken();

    public Uri BeginAuthorization(AuthorizationRequest request) => throw Broken();

    public Task<AuthorizationGrant> CompleteAuthorizationAsync(ConnectorContext context, AuthorizationCallback callback, CancellationToken cancellationToken) => throw Broken();

    public Task<PreflightReport> PreflightAsync(ConnectorContext context, CancellationToken cancellationToken) => throw Broken();

    public IAsyncEnumerable<StreamPage> CollectAsync(ConnectorContext context, StreamRequest request, CancellationToken cancellationToken) => throw Broken();

    private static InvalidOperationException Broken() => new("Every verb of this connector throws on purpose.");
}
