using System.CommandLine;

namespace Host.Sample.Cli;

/// <summary>The host's command line: its verbs in the order in which a newcomer meets them.</summary>
public static class CommandLine
{
    /// <summary>Every verb with its options.</summary>
    public static RootCommand Create()
    {
        var globals = new GlobalOptions();
        var verb = new Verb(globals);
        var root = new RootCommand("An endpoint server that loads connector plugins, runs them and keeps the inventory they collect. Without a verb it serves.");
        globals.AddTo(root);

        var serve = ServeCommand.Create(verb);
        root.Subcommands.Add(DemoCommand.Create(verb));
        root.Subcommands.Add(serve);
        root.Subcommands.Add(PluginCommands.Create(verb));
        root.Subcommands.Add(EndpointServerCommands.Create(verb));
        root.Subcommands.Add(FeatureCommands.Create(verb, globals));
        root.Subcommands.Add(ConnectorCommands.Create(verb, globals));
        root.Subcommands.Add(RunCommands.Create(verb));
        root.Subcommands.Add(InventoryCommands.Create(verb));
        root.Subcommands.Add(WebhookCommands.Create(verb));
        root.Subcommands.Add(LicenceCommands.Create(verb));
        root.Subcommands.Add(ConformanceCommand.Create(verb));
        root.Subcommands.Add(SupportCommands.Create(verb));
        ServeCommand.Configure(root, verb);

        return root;
    }

    /// <returns>The exit code: a number of <see cref="HostProblem"/>.</returns>
    public static async Task<int> RunAsync(string[] arguments)
    {
        var parsed = Create().Parse(arguments);

        if (parsed.Errors.Count > 0)
        {
            foreach (var error in parsed.Errors)
            {
                await Console.Error.WriteLineAsync("Error: " + Words.Plain(error.Message.ReplaceLineEndings(" ")));
            }

            await Console.Error.WriteLineAsync("  '--help' after any verb lists what it takes.");

            return (int)HostProblem.Usage;
        }

        return await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = TimeSpan.FromSeconds(30) });
    }
}
