using Plugin.Abstractions;
using Plugin.Abstractions.Authorization;
using Plugin.Abstractions.Collection;
using Plugin.Abstractions.Settings;

namespace BadPlugin.DescribeHangs;

/// <summary>Never answers what it is; sets a switch, so that a test knows when the waiting begins.</summary>
internal sealed class SleepingConnector : IConnector
{
    public ConnectorDescription Describe()
    {
        AppContext.SetSwitch("Bad.Plugin.Hangs", true);
        Thread.Sleep(Timeout.Infinite);

        throw Unreachable();
    }

    public IReadOnlyList<SettingProblem> Validate(SettingValues settings) => throw Unreachable();

    public Uri BeginAuthorization(AuthorizationRequest request) => throw Unreachable();

    public Task<AuthorizationGrant> CompleteAuthorizationAsync(ConnectorContext context, AuthorizationCallback callback, CancellationToken cancellationToken) => throw Unreachable();

    public Task<PreflightReport> PreflightAsync(ConnectorContext context, CancellationToken cancellationToken) => throw Unreachable();

    public IAsyncEnumerable<StreamPage> CollectAsync(ConnectorContext context, StreamRequest request, CancellationToken cancellationToken) => throw Unreachable();

    private static InvalidOperationException Unreachable() => new("Nobody gets past describe.");
}
