using System.Text.Json;
using Host.Sample.Access;
using Host.Sample.Database;
using Host.Sample.Plugins;
using Microsoft.EntityFrameworkCore;

namespace Host.Sample.Connectors;

/// <summary>Says what a connector's token was granted: from the last run or check that was told, or by asking the service.</summary>
public sealed class GrantedScopesReader(
    IDbContextFactory<HostDatabase> databases, LastChecks checks, IConnectorOpener opener, PluginCatalog catalog, PluginBorder border, CurrentActor current, TimeProvider clock, ILogger<GrantedScopesReader> logger)
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    /// <param name="connector">The connector.</param>
    /// <param name="asksService">Whether the service is asked; otherwise the last run or check has to do.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>The scopes, or null when nobody has said.</returns>
    /// <exception cref="HostException">Those of opening and of asking; <see cref="HostProblem.NotAllowed"/>.</exception>
    public async Task<GrantedScopes?> ReadAsync(Connector connector, bool asksService, CancellationToken cancellationToken)
    {
        if (asksService)
        {
            return await AskAsync(connector, cancellationToken);
        }

        await using var database = await databases.CreateDbContextAsync(cancellationToken);
        var last = await database.Runs.AsNoTracking()
            .Where(run => run.ConnectorId == connector.Id && run.GrantedScopesJson != null)
            .OrderByDescending(run => run.Id)
            .Select(run => new { run.Id, run.GrantedScopesJson, At = run.StartedAt ?? run.QueuedAt })
            .FirstOrDefaultAsync(cancellationToken);

        // A check after that run knows more, as long as the connector is the one that was checked.
        if (checks.Find(connector.Id) is { View.GrantedScopes: { } scopes } check && check.Revision == connector.Revision && (last is null || check.At > last.At))
        {
            return new(scopes, check.At, null);
        }

        return last is null ? null : new(JsonSerializer.Deserialize<List<string>>(last.GrantedScopesJson!)!, last.At, last.Id);
    }

    private async Task<GrantedScopes?> AskAsync(Connector connector, CancellationToken cancellationToken)
    {
        current.Require(AccessRole.Operator);
        NoRun nothing = new();
        await using var open = await opener.OpenAsync(connector, nothing, nothing, logger, cancellationToken);
        var identity = await border.CallAsync(
            catalog.Require(connector.PluginId),
            "say what its token may",
            Limit,
            async token => await open.Connector.IdentifyAsync(open.Context, token) is { } known ? DescriptionCopy.Of(known) : null,
            cancellationToken);

        return identity?.GrantedScopes is { } scopes ? new(scopes, clock.GetUtcNow(), null) : null;
    }
}
