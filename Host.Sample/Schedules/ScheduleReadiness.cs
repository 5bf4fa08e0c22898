using System.Globalization;
using Host.Sample.Connectors;
using Host.Sample.Database;
using Host.Sample.Plugins;
using Host.Sample.Runs.Health;
using Microsoft.EntityFrameworkCore;

namespace Host.Sample.Schedules;

/// <summary>Says beforehand why a run could only fail: no way to be let in, or a setting that is missing.</summary>
public sealed class ScheduleReadiness(IDbContextFactory<HostDatabase> databases, ConnectorDescriptions descriptions, HealthReader health, SecretVault vault)
{
    private static readonly string[] NotLetIn = ["token_not_set", "token_unreadable", "token_ended"];

    /// <returns>What is missing; null: nothing that can be told without the service.</returns>
    public async Task<(string Message, string Fix)?> LackingAsync(Connector connector, CancellationToken cancellationToken)
    {
        var found = await health.ReadAsync(connector.Id.ToString(CultureInfo.InvariantCulture), cancellationToken);

        if (found.Findings.FirstOrDefault(finding => NotLetIn.Contains(finding.Code)) is { } finding)
        {
            return (finding.Message, finding.Fix);
        }

        if (found.Token.State is TokenState.Unknown)
        {
            // The plugin cannot be asked; whoever queues the run says why.
            return null;
        }

        await using var database = await databases.CreateDbContextAsync(cancellationToken);
        var values = await vault.ReadAsync(database, connector, cancellationToken);
        var problems = SettingRules.CheckValues(await descriptions.GetAsync(connector.PluginId, cancellationToken), values).ToList();

        return problems.Count == 0 ? null : (PluginWords.OneLine(problems[0].Message), "Edit the connector and correct its settings.");
    }
}
