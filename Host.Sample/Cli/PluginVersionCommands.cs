using System.CommandLine;
using Host.Sample.Plugins;

namespace Host.Sample.Cli;

/// <summary>The verbs of <c>plugins</c> by which a person decides which version works, and where.</summary>
internal static class PluginVersionCommands
{
    public static IEnumerable<Command> Create(Verb verb) => [Use(verb), RollBack(verb), Release(verb), Isolate(verb), ShadowCommand.Create(verb)];

    public static Argument<string> PluginArgument() => new("plugin") { Description = "The plugin's id." };

    private static Command Use(Verb verb)
    {
        var (plugin, version) = (PluginArgument(), new Argument<string>("version") { Description = $"The version, or '{PluginVersions.Newest}' for the newest good one." });
        var command = new Command("use", "Make a version the one that takes new work; runs at work end on the version they began with.") { plugin, version };
        verb.Runs(command, async (rooms, parsed, output, cancellationToken) =>
            Tell(output, await rooms.GetRequiredService<PluginVersions>().UseAsync(parsed.GetValue(plugin)!, parsed.GetValue(version)!, cancellationToken)));

        return command;
    }

    private static Command RollBack(Verb verb)
    {
        var plugin = PluginArgument();
        var command = new Command("rollback", "Go back to the version that served before, at once.") { plugin };
        verb.Runs(command, async (rooms, parsed, output, cancellationToken) =>
            Tell(output, await rooms.GetRequiredService<PluginVersions>().RollBackAsync(parsed.GetValue(plugin)!, cancellationToken)));

        return command;
    }

    private static Command Release(Verb verb)
    {
        var (plugin, version) = (PluginArgument(), new Argument<string>("version") { Description = "The version that was taken out." });
        var command = new Command("release", "Let a version in again that was taken out, and try it.") { plugin, version };
        verb.Runs(command, async (rooms, parsed, output, cancellationToken) =>
        {
            var released = await rooms.GetRequiredService<PluginVersions>().ReleaseAsync(parsed.GetValue(plugin)!, parsed.GetValue(version)!, cancellationToken);

            Tell(output, released);

            return released.State is PluginState.Broken ? HostProblem.PluginUnavailable : HostProblem.None;
        });

        return command;
    }

    private static Command Isolate(Verb verb)
    {
        var plugin = PluginArgument();
        var off = new Option<bool>("--off") { Description = "Let it run in the host's process again." };
        var command = new Command("isolate", "Let a plugin run in processes of its own: whatever it does, the host lives on.") { plugin, off };
        verb.Runs(command, async (rooms, parsed, output, cancellationToken) =>
            Tell(output, await rooms.GetRequiredService<PluginVersions>().IsolateAsync(parsed.GetValue(plugin)!, !parsed.GetValue(off), cancellationToken)));

        return command;
    }

    private static HostProblem Tell(Output output, InstalledPlugin plugin)
    {
        if (output.IsJson)
        {
            output.Json(plugin);
        }
        else
        {
            output.Line($"{plugin.Id} {plugin.Version} is {Words.Lower(plugin.State)}{(plugin.IsolatedBecause is null ? "" : ", in processes of its own")}.");

            foreach (var line in new[] { plugin.Reason, plugin.Fix, plugin.Change }.OfType<string>())
            {
                output.Line($"  {line}");
            }
        }

        return HostProblem.None;
    }
}
