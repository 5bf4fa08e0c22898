using System.CommandLine;
using Host.Sample.EndpointServers;

namespace Host.Sample.Cli;

/// <summary><c>features</c>: which plugins an endpoint server offers.</summary>
internal static class FeatureCommands
{
    public static Command Create(Verb verb, GlobalOptions globals)
    {
        var list = new Command("list", "List the features that plugins offer, and whether they are enabled.");
        verb.Runs(list, async (rooms, parsed, output, cancellationToken) =>
        {
            var features = await rooms.GetRequiredService<FeatureService>().ListAsync(parsed.GetValue(globals.EndpointServer)!, cancellationToken);
            output.Rows(
                features,
                "No plugin offers a feature; see 'plugins list'.",
                ("Feature", feature => feature.Feature),
                ("Enabled", feature => feature.IsEnabled),
                ("Plugin", feature => feature.PluginId),
                ("Version", feature => feature.Version));

            return HostProblem.None;
        });

        return new Command("features", "The features of an endpoint server.") { list, Switch(verb, globals, "enable"), Switch(verb, globals, "disable") };
    }

    private static Command Switch(Verb verb, GlobalOptions globals, string name)
    {
        var isEnable = name == "enable";
        var feature = new Argument<string>("feature") { Description = "The feature's name or the plugin's id." };
        var command = new Command(name, isEnable ? "Enable a feature: its connectors may be made and run." : "Disable a feature: no run, no callback; nothing is deleted.") { feature };
        verb.Runs(command, async (rooms, parsed, output, cancellationToken) =>
        {
            var service = rooms.GetRequiredService<FeatureService>();
            var server = parsed.GetValue(globals.EndpointServer)!;
            var chosen = parsed.GetValue(feature)!;
            var status = isEnable ? await service.EnableAsync(server, chosen, cancellationToken) : await service.DisableAsync(server, chosen, cancellationToken);

            if (output.IsJson)
            {
                output.Json(status);
            }
            else
            {
                output.Line($"{status.Feature} is {(status.IsEnabled ? "enabled" : "disabled")} on endpoint server '{server}'.");
            }

            return HostProblem.None;
        });

        return command;
    }
}
