using System.Runtime.CompilerServices;
using Plugin.Abstractions;
using Plugin.Abstractions.Authorization;
using Plugin.Abstractions.Collection;
using Plugin.Abstractions.Settings;

namespace Host.Sample.Tests.Runs;

/// <summary>A connector that tells before each page which one is asked for.</summary>
internal sealed class WatchedConnector(IConnector inner, Action<string, int> beforePage) : IConnector
{
    public ConnectorDescription Describe() => inner.Describe();

    public IReadOnlyList<SettingProblem> Validate(SettingValues settings) => inner.Validate(settings);

    public Uri BeginAuthorization(AuthorizationRequest request) => inner.BeginAuthorization(request);

    public Task<AuthorizationGrant> CompleteAuthorizationAsync(ConnectorContext context, AuthorizationCallback callback, CancellationToken cancellationToken) =>
        inner.CompleteAuthorizationAsync(context, callback, cancellationToken);

    public Task<PreflightReport> PreflightAsync(ConnectorContext context, CancellationToken cancellationToken) => inner.PreflightAsync(context, cancellationToken);

    public Task<ConnectorIdentity?> IdentifyAsync(ConnectorContext context, CancellationToken cancellationToken) => inner.IdentifyAsync(context, cancellationToken);

    public IReadOnlyList<CallEstimate> Estimate(SettingValues settings, IReadOnlyList<StreamHistory> history) => inner.Estimate(settings, history);

    public async IAsyncEnumerable<StreamPage> CollectAsync(ConnectorContext context, StreamRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var number = 0;
        beforePage(request.StreamId, ++number);

        await foreach (var page in inner.CollectAsync(context, request, cancellationToken))
        {
            yield return page;
            beforePage(request.StreamId, ++number);
            cancellationToken.ThrowIfCancellationRequested();
        }
    }
}
