using System.Text.Json;
using Plugin.Abstractions.Settings;

namespace Host.Sample.Plugins;

/// <summary>What the contract promises and can be tried without a service.</summary>
internal sealed class SmokeCheck : IVersionCheck
{
    private const string Fix = "Ask the plugin's maker for a version that keeps to the contract.";

    public async Task<VersionFindings> CheckAsync(VersionCandidate candidate, CancellationToken cancellationToken)
    {
        List<string> problems = [];

        if (JsonSerializer.Serialize(await candidate.Connector.DescribeAsync(cancellationToken)) != JsonSerializer.Serialize(candidate.Description))
        {
            problems.Add("It describes itself differently each time it is asked.");
        }

        var findings = await candidate.Connector.ValidateAsync(SettingValues.Empty, cancellationToken);

        foreach (var finding in findings)
        {
            if (!candidate.Description.Settings.Any(setting => setting.Name == finding.Setting))
            {
                problems.Add($"It finds fault with a setting '{PluginWords.OneLine(finding.Setting)}', which is none.");
            }

            if (string.IsNullOrWhiteSpace(finding.Message))
            {
                problems.Add($"It finds fault with the setting '{PluginWords.OneLine(finding.Setting)}' without saying what.");
            }
        }

        return new([.. problems.Select(problem => new VersionObjection(problem, Fix, YieldsToPerson: false))], []);
    }
}
