using System.CommandLine;

namespace Host.Sample.Cli;

/// <summary>The host's command line: its verbs in the order in which a newcomer meets them.</summary>
public static class CommandLine
{
    private static readonly TimeSpan UsualPatience = TimeSpan.FromSeconds(30);

    // The last metrics and traces are sent after the stop: five seconds each, at most.
    private static readonly TimeSpan Afterwards = TimeSpan.FromSeconds(15);

    /// <summary>Every verb with its options.</summary>
    /// <param name="isProgram">Whether the process is the command line's own: then what plugins let loose must not end it.</param>
    public static RootCommand Create(bool isProgram = false)
    {
        var globals = new GlobalOptions();
        var verb = new Verb(globals, isProgram);
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
        root.Subcommands.Add(ScheduleCommands.Create(verb));
        root.Subcommands.Add(InventoryCommands.Create(verb));
        root.Subcommands.Add(WebhookCommands.Create(verb));
        root.Subcommands.Add(LicenceCommands.Create(verb));
        root.Subcommands.Add(ConformanceCommand.Create(verb));
        root.Subcommands.Add(StoreCommands.Create(verb));
        root.Subcommands.Add(AccessKeyCommand.Create(verb));
        root.Subcommands.Add(HealthCommand.Create(verb));
        root.Subcommands.Add(SupportCommands.Create(verb));
        ServeCommand.Configure(root, verb);

        return root;
    }

    /// <returns>The exit code: a number of <see cref="HostProblem"/>.</returns>
    public static async Task<int> RunAsync(string[] arguments)
    {
        var root = Create(isProgram: true);

        // A host that serves ends by itself within its time; this is for one that does not.
        var patience = (ServeCommand.StopTimeoutOf(root.Parse(arguments)) ?? UsualPatience) + Afterwards;
        using StopSignals signals = new(patience);

        return await RunAsync(root, arguments, new() { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null }, signals.Token);
    }

    /// <param name="root">What can be typed.</param>
    /// <param name="arguments">What is typed.</param>
    /// <param name="configuration">Where it is answered.</param>
    /// <param name="cancellationToken">Ends the verb.</param>
    /// <returns>The exit code: a number of <see cref="HostProblem"/>.</returns>
    public static async Task<int> RunAsync(RootCommand root, string[] arguments, InvocationConfiguration configuration, CancellationToken cancellationToken)
    {
        var parsed = root.Parse(arguments);

        if (parsed.Errors.Count > 0)
        {
            foreach (var error in parsed.Errors)
            {
                await configuration.Error.WriteLineAsync("Error: " + Words.Plain(error.Message.ReplaceLineEndings(" ")));
            }

            await configuration.Error.WriteLineAsync("  '--help' after any verb lists what it takes.");

            return (int)HostProblem.Usage;
        }

        return await parsed.InvokeAsync(configuration, cancellationToken);
    }
}
