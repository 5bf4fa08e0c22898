using System.CommandLine;
using Host.Sample.Packages;
using Host.Sample.Plugins;

namespace Host.Sample.Cli;

/// <summary><c>plugins</c>: what is in the plugins folder.</summary>
internal static class PluginCommands
{
    public static Command Create(Verb verb)
    {
        var list = new Command("list", "List the plugins that were found, each with its state and the reason for it.");
        verb.Runs(list, async (rooms, _, output, cancellationToken) =>
        {
            var plugins = await rooms.GetRequiredService<LoadedPlugins>().ListAsync(cancellationToken);
            output.Rows(
                plugins,
                $"No plugins in {rooms.GetRequiredService<HostOptions>().PluginsFolder}. Drop one in as <id>/<version>/plugin.json.",
                ("Plugin", plugin => plugin.Id),
                ("Version", plugin => plugin.Version),
                ("Feature", plugin => plugin.Manifest?.Feature),
                ("State", plugin => Words.Lower(plugin.State)),
                ("Signed by", plugin => Signed(plugin.Trust)),
                ("Runs in", plugin => plugin.IsolatedBecause is null ? "the host" : "processes of its own"),
                ("Reason and fix", plugin => string.Join(' ', new[] { plugin.Reason, plugin.Fix }.OfType<string>())));

            return HostProblem.None;
        });

        var plugins = new Command("plugins", "The plugins of this host.") { list };

        foreach (var command in PackageCommands.Create(verb).Concat(PluginVersionCommands.Create(verb)))
        {
            plugins.Subcommands.Add(command);
        }

        return plugins;
    }

    private static string Signed(PackageTrust? trust) => trust switch
    {
        null => "",
        { Level: TrustLevel.Trusted } => trust.Signer!,
        { Level: TrustLevel.Signed } => $"{trust.Signer} (not trusted)",
        _ => "nobody",
    };
}
