using System.CommandLine;
using Host.Sample.Demo;

namespace Host.Sample.Cli;

/// <summary><c>demo</c>: from nothing to an inventory, by the doors that a person uses, against the plugin's own sandbox.</summary>
internal static class DemoCommand
{
    private const int UsualSize = 1000;
    private const int MostSize = 1_000_000;

    public static Command Create(Verb verb)
    {
        var plugin = new Option<string?>("--plugin") { Description = "The plugin to try. Default: the only one that brings a sandbox.", HelpName = "id" };
        var size = new Option<int>("--size") { Description = "About how many accounts the sandbox has.", DefaultValueFactory = _ => UsualSize, HelpName = "number", CustomParser = CommandLineParsers.Whole(1, MostSize) };
        var command = new Command("demo", "Try a plugin with its own sandbox: enable, authorize, collect, read, collect again. No account is needed.") { plugin, size };
        verb.Alone(command, async (called, cancellationToken) =>
        {
            await using var demo = await DemoHost.StartAsync(called, called.Parsed.GetValue(plugin), called.Parsed.GetValue(size), cancellationToken);

            return await new DemoWalk(demo, called.Output).GoAsync(cancellationToken);
        });

        return command;
    }
}
