using Host.Sample.Database;
using Host.Sample.Plugins;
using Microsoft.EntityFrameworkCore;
using Plugin.Abstractions;
using Plugin.Abstractions.Authorization;

namespace Host.Sample.Connectors;

/// <summary>Works out the fewest scopes for what somebody wants, from the plugin's description alone.</summary>
public sealed class ScopeAdvisor(IDbContextFactory<HostDatabase> databases, ConnectorDescriptions descriptions, GrantedScopesReader granted)
{
    /// <summary>What people can want of a plugin's service.</summary>
    /// <exception cref="HostException"><see cref="HostProblem.NotFound"/>, <see cref="HostProblem.PluginUnavailable"/>.</exception>
    public async Task<IReadOnlyList<OutcomeDescription>> OutcomesAsync(string pluginId, CancellationToken cancellationToken) => (await descriptions.GetAsync(pluginId, cancellationToken)).Outcomes;

    /// <param name="pluginId">The plugin.</param>
    /// <param name="outcomes">What is wanted.</param>
    /// <param name="streams">Streams that are wanted besides; with neither, those that are on by default.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="HostException"><see cref="HostProblem.NotFound"/>, <see cref="HostProblem.PluginUnavailable"/>, <see cref="HostProblem.Invalid"/>.</exception>
    public async Task<ScopeAdvice> OfPluginAsync(string pluginId, IReadOnlyList<string> outcomes, IReadOnlyList<string> streams, CancellationToken cancellationToken)
    {
        var description = await descriptions.GetAsync(pluginId, cancellationToken);

        return Make(description, StreamChoice.Of(description, outcomes, streams, null), null) with { PluginId = pluginId };
    }

    /// <param name="nameOrId">The connector.</param>
    /// <param name="outcomes">What is wanted.</param>
    /// <param name="streams">Streams that are wanted besides; with neither, those that the connector collects.</param>
    /// <param name="asksService">Whether the service is asked what the token has; otherwise the last run has to do.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="HostException">As of the plugin, and those of asking the service.</exception>
    public async Task<ScopeAdvice> OfConnectorAsync(string nameOrId, IReadOnlyList<string> outcomes, IReadOnlyList<string> streams, bool asksService, CancellationToken cancellationToken)
    {
        await using var database = await databases.CreateDbContextAsync(cancellationToken);
        var connector = await ConnectorService.FindAsync(database, nameOrId, cancellationToken);
        var description = await descriptions.GetAsync(connector.PluginId, cancellationToken);
        var choice = StreamChoice.Of(description, outcomes, streams, connector);

        return Make(description, choice, await granted.ReadAsync(connector, asksService, cancellationToken)) with { PluginId = connector.PluginId, Connector = connector.Name };
    }

    private static ScopeAdvice Make(ConnectorDescription description, StreamChoice choice, GrantedScopes? has)
    {
        var streams = description.Streams.Where(stream => choice.Streams.Contains(stream.Id)).ToList();
        List<ScopeUse> needed = [];
        List<ScopeUse> useful = [];
        List<string> notNeeded = [];

        foreach (var scope in description.Scopes)
        {
            var users = streams.Where(stream => stream.Scopes.Contains(scope.Name)).Select(stream => stream.Id).ToList();
            var columns = streams.SelectMany(stream => stream.Columns.Where(column => column.Meaning.Scope == scope.Name).Select(column => $"{stream.Id}.{column.Name}")).ToList();

            if (users.Count > 0 || choice.Scopes.Contains(scope.Name))
            {
                needed.Add(Use(scope, [.. users, .. columns]));
            }
            else if (columns.Count > 0)
            {
                useful.Add(Use(scope, columns));
            }
            else
            {
                notNeeded.Add(scope.Name);
            }
        }

        HashSet<string> used = [.. needed.Concat(useful).Select(scope => scope.Name)];

        return new()
        {
            PluginId = "",
            Outcomes = choice.Outcomes,
            Streams = choice.Streams,
            Needed = needed,
            Useful = useful,
            NotNeeded = notNeeded,
            Granted = has,
            Missing = has is null ? null : [.. needed.Select(scope => scope.Name).Except(has.Names)],
            Unused = has is null ? null : [.. has.Names.Where(name => !used.Contains(name))],
        };

        ScopeUse Use(ScopeDescription scope, IReadOnlyList<string> by) => new(scope.Name, scope.Reason, by, has?.Names.Contains(scope.Name));
    }
}
