using System.CommandLine;
using System.Globalization;
using Host.Sample.Connectors;

namespace Host.Sample.Cli;

/// <summary><c>connectors manifest</c>: the application to set up at the service, or what changes in it.</summary>
internal static class ManifestCommand
{
    public static Command Create(Verb verb)
    {
        var choice = new ChoiceOptions();
        var format = new Option<string?>("--format") { Description = "Print nothing but the application: 'json', 'yaml', or 'link' for the address that creates it.", HelpName = "format" };
        var file = new Option<FileInfo?>("--output") { Description = "Write it to this file; the format is that of --format, or else of the file's name.", HelpName = "file", CustomParser = CommandLineParsers.File };
        var command = new Command("manifest", "Make the application that the service needs for the chosen streams and no more, or say what changes in the one that is there.");
        choice.AddTo(command);
        command.Options.Add(format);
        command.Options.Add(file);
        verb.Runs(command, async (rooms, parsed, output, cancellationToken) =>
        {
            var applications = rooms.GetRequiredService<Applications>();
            var connector = await choice.ConnectorAsync(rooms, parsed, cancellationToken);
            var view = connector is null
                ? await applications.OfPluginAsync(choice.Subject(parsed), choice.Outcomes(parsed), choice.Streams(parsed), cancellationToken)
                : await applications.OfConnectorAsync(connector.Id.ToString(CultureInfo.InvariantCulture), choice.Outcomes(parsed), choice.Streams(parsed), choice.Asks(parsed), cancellationToken);

            if (parsed.GetValue(file) is { } target)
            {
                var document = view.Document(parsed.GetValue(format) ?? target.Extension.TrimStart('.').Replace("yml", "yaml", StringComparison.OrdinalIgnoreCase));
                await File.WriteAllTextAsync(target.FullName, document.Content, cancellationToken);
                output.Line($"Written to {target.FullName}.");
            }
            else if (output.IsJson)
            {
                output.Json(view);
            }
            else if (parsed.GetValue(format) is { } wanted)
            {
                foreach (var line in view.Document(wanted).Content.TrimEnd('\n').Split('\n'))
                {
                    output.Plain(line);
                }
            }
            else
            {
                Show(output, view);
            }

            return HostProblem.None;
        });

        return command;
    }

    private static void Show(Output output, ApplicationView view)
    {
        output.Line($"Streams  {string.Join(", ", view.Streams)}");
        output.Line($"Scopes   {List(view.Application.Scopes)}");

        if (view.Granted is null)
        {
            output.Line();
            output.Line(view.Application.CreateLink is null ? "--format prints the application." : "Open this link to create it, or print it with --format:");

            if (view.Application.CreateLink is { } link)
            {
                output.Plain(link.AbsoluteUri);
            }

            return;
        }

        output.Line($"Added    {List(view.Added!)}");
        output.Line($"Dropped  {List(view.Dropped!)}");
        output.Line(view switch
        {
            { Reminder: { } reminder } => reminder,
            { Dropped.Count: > 0 } => "The token has all that is needed, and more than that.",
            _ => "The token has exactly what is needed.",
        });
    }

    private static string List(IReadOnlyList<string> names) => names.Count == 0 ? "none" : string.Join(", ", names);
}
