using Host.Sample.Database;
using Host.Sample.Plugins;
using Microsoft.EntityFrameworkCore;
using Plugin.Abstractions.Settings;

namespace Host.Sample.Connectors;

/// <summary>Asks a version whether it can work with the settings of the connectors that are there.</summary>
internal sealed class SettingsCheck(IDbContextFactory<HostDatabase> databases, SecretVault vault) : IVersionCheck
{
    public async Task<VersionFindings> CheckAsync(VersionCandidate candidate, CancellationToken cancellationToken)
    {
        await using var database = await databases.CreateDbContextAsync(cancellationToken);
        var connectors = await database.Connectors.AsNoTracking().Where(connector => connector.PluginId == candidate.Plugin.Id).OrderBy(connector => connector.Name).ToListAsync(cancellationToken);
        List<VersionObjection> objections = [];

        foreach (var connector in connectors)
        {
            if (await ReadAsync(database, connector, cancellationToken) is not { } values)
            {
                continue;
            }

            // What is wrong already is no fault of the new version.
            var before = candidate.Before is { } serving ? await serving.ValidateAsync(values, cancellationToken) : [];
            var findings = await candidate.Connector.ValidateAsync(values, cancellationToken);

            objections.AddRange(findings
                .Where(finding => candidate.Before is not null && !before.Any(known => known.Setting == finding.Setting))
                .Select(finding => new VersionObjection(
                    $"The settings of the connector '{connector.Name}' would no longer be valid: {PluginWords.OneLine(finding.Message)}",
                    $"Correct the connector's settings as far as the version that serves allows, then 'plugins release {candidate.Plugin.Id} {candidate.Plugin.Version}'.",
                    YieldsToPerson: true)));
        }

        return new(objections, []);
    }

    private async Task<SettingValues?> ReadAsync(HostDatabase database, Connector connector, CancellationToken cancellationToken)
    {
        try
        {
            return await vault.ReadAsync(database, connector, cancellationToken);
        }
        catch (HostException)
        {
            // Its secrets cannot be read: no version can work with them, and who runs it is told.
            return null;
        }
    }
}
