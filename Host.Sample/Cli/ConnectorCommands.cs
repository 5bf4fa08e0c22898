using System.CommandLine;
using System.Globalization;
using Host.Sample.Connectors;
using Host.Sample.Plugins;
using Plugin.Abstractions.Settings;

namespace Host.Sample.Cli;

/// <summary><c>connectors</c>: make, change, authorize, test and run them.</summary>
internal static class ConnectorCommands
{
    public static Command Create(Verb verb, GlobalOptions globals) => new("connectors", "The connectors of this host.")
    {
        List(verb),
        Setup(verb),
        Add(verb, globals),
        Edit(verb),
        Remove(verb),
        AuthorizeCommand.Create(verb),
        TestCommand.Create(verb),
        ScopesCommand.Create(verb),
        ManifestCommand.Create(verb),
        RunCommand.Create(verb),
        EstimateCommand.Create(verb),
        StateCommands.Create(verb),
        PrivacyCommands.Privacy(verb),
        PrivacyCommands.Erase(verb),
        PrivacyCommands.Erasures(verb),
        GuardCommand.Create(verb),
        RetentionCommands.Rule(verb),
    };

    public static Argument<string> NameArgument() => new("connector") { Description = "The connector's name or number." };

    private static Command List(Verb verb)
    {
        var command = new Command("list", "List the connectors.");
        verb.Runs(command, async (rooms, _, output, cancellationToken) =>
        {
            var connectors = await rooms.GetRequiredService<ConnectorService>().ListAsync(cancellationToken);
            output.Rows(
                connectors,
                "No connectors yet. 'connectors add' makes one.",
                ("Id", connector => connector.Id),
                ("Name", connector => connector.Name),
                ("Plugin", connector => connector.PluginId),
                ("Endpoint server", connector => connector.EndpointServer),
                ("Secrets set", connector => string.Join(", ", connector.SecretsSet)),
                ("Published run", connector => connector.PublishedRunId),
                ("Description", connector => connector.Description));

            return HostProblem.None;
        });

        return command;
    }

    private static Command Setup(Verb verb)
    {
        var plugin = new Argument<string>("plugin") { Description = "The plugin's id." };
        var command = new Command("setup", "Say how to prepare the service: steps, redirect URL, scopes and a link that does it in one go.") { plugin };
        verb.Runs(command, async (rooms, parsed, output, cancellationToken) =>
        {
            var id = parsed.GetValue(plugin)!;
            var description = await rooms.GetRequiredService<ConnectorDescriptions>().GetAsync(id, cancellationToken);
            var callback = rooms.GetRequiredService<PluginCatalog>().Require(id).Manifest!.AuthorizationCallback;
            var redirect = callback is null ? null : rooms.GetRequiredService<CallbackAddress>().For(callback);
            var link = description.SetupLinkTemplate?.Replace("{redirect_uri}", Uri.EscapeDataString(redirect?.AbsoluteUri ?? ""), StringComparison.Ordinal);

            if (output.IsJson)
            {
                output.Json(new { description.Service, RedirectUri = redirect, Link = link, Steps = description.SetupSteps, description.Scopes, description.Settings });

                return HostProblem.None;
            }

            output.Title($"Prepare {description.Service}");

            foreach (var (number, step) in description.SetupSteps.Index())
            {
                output.Line($"  {number + 1}. {step}");
            }

            output.Line();
            output.Line($"  Redirect URL  {redirect}");

            if (link is not null)
            {
                output.Line("  Link          " + link);
            }

            output.Line();
            output.Title("Scopes");
            output.Table(description.Scopes, ("Scope", scope => scope.Name), ("", scope => scope.IsOptional ? "optional" : ""), ("Reason", scope => scope.Reason));
            output.Title("Settings of the connector");
            output.Table(
                description.Settings.OrderBy(setting => setting.Order),
                ("Name", setting => setting.Name),
                ("Give by", setting => setting.Kind is SettingKind.Secret ? "--secret" : "--set"),
                ("Required", setting => setting.IsRequired),
                ("Help", setting => setting.Help));

            return HostProblem.None;
        });

        return command;
    }

    private static Command Add(Verb verb, GlobalOptions globals)
    {
        var name = new Argument<string>("name") { Description = "The new connector's name." };
        var plugin = new Option<string>("--plugin") { Description = "The plugin's id; see 'plugins list'.", Required = true, HelpName = "id" };
        var draft = new DraftOptions();
        var command = new Command("add", "Make a connector.") { name, plugin };
        draft.AddTo(command);
        verb.Runs(command, async (rooms, parsed, output, cancellationToken) =>
        {
            var added = await rooms.GetRequiredService<ConnectorService>().AddAsync(
                await draft.ReadAsync(parsed, parsed.GetValue(name)!, parsed.GetValue(plugin)!, parsed.GetValue(globals.EndpointServer)!, output, cancellationToken),
                cancellationToken);
            Show(output, added, $"Connector '{added.Name}' is made. Next: 'connectors authorize' (unless a token is set), 'connectors test', 'connectors run'.");

            return HostProblem.None;
        });

        return command;
    }

    private static Command Edit(Verb verb)
    {
        var connector = NameArgument();
        var name = new Option<string?>("--name") { Description = "A new name." };
        var draft = new DraftOptions();
        var command = new Command("edit", "Change a connector; what is not given stays.") { connector, name };
        draft.AddTo(command);
        verb.Runs(command, async (rooms, parsed, output, cancellationToken) =>
        {
            var service = rooms.GetRequiredService<ConnectorService>();
            var current = await service.GetAsync(parsed.GetValue(connector)!, cancellationToken);
            var given = await draft.ReadAsync(parsed, parsed.GetValue(name) ?? current.Name, current.PluginId, current.EndpointServer, output, cancellationToken);
            var edited = await service.EditAsync(current.Id.ToString(CultureInfo.InvariantCulture), given, current.Revision, cancellationToken);
            Show(output, edited, $"Connector '{edited.Name}' is changed.");

            return HostProblem.None;
        });

        return command;
    }

    private static Command Remove(Verb verb)
    {
        var connector = NameArgument();
        var yes = new Option<bool>("--yes") { Description = "Do it: its settings, secrets, runs and inventory are deleted." };
        var command = new Command("remove", "Delete a connector with everything that it collected.") { connector, yes };
        verb.Runs(command, async (rooms, parsed, output, cancellationToken) =>
        {
            var service = rooms.GetRequiredService<ConnectorService>();
            var current = await service.GetAsync(parsed.GetValue(connector)!, cancellationToken);

            if (!parsed.GetValue(yes))
            {
                throw new HostException(HostProblem.Usage, $"Removing '{current.Name}' deletes its settings, secrets, runs and inventory.", "Add --yes to do it.");
            }

            await service.RemoveAsync(current.Id.ToString(CultureInfo.InvariantCulture), current.Revision, cancellationToken);
            Show(output, current, $"Connector '{current.Name}' and everything that it collected are deleted.");

            return HostProblem.None;
        });

        return command;
    }

    private static void Show(Output output, ConnectorView connector, string sentence)
    {
        if (output.IsJson)
        {
            output.Json(connector);
        }
        else
        {
            output.Line(sentence);
        }
    }
}
