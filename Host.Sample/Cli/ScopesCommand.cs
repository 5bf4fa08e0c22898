using System.CommandLine;
using System.Globalization;
using Host.Sample.Connectors;

namespace Host.Sample.Cli;

/// <summary><c>connectors scopes</c>: the fewest scopes for what is wanted, and which of those granted could be dropped.</summary>
internal static class ScopesCommand
{
    public static Command Create(Verb verb)
    {
        var choice = new ChoiceOptions();
        var command = new Command("scopes", "Say what can be wanted, the fewest scopes for it, and which granted ones nothing uses.");
        choice.AddTo(command);
        verb.Runs(command, async (rooms, parsed, output, cancellationToken) =>
        {
            var advisor = rooms.GetRequiredService<ScopeAdvisor>();
            var connector = await choice.ConnectorAsync(rooms, parsed, cancellationToken);
            var (outcomes, streams) = (choice.Outcomes(parsed), choice.Streams(parsed));

            if (connector is null && outcomes.Length + streams.Length == 0)
            {
                output.Rows(
                    await advisor.OutcomesAsync(choice.Subject(parsed), cancellationToken),
                    "The plugin names no outcomes. Ask with --stream.",
                    ("Outcome", outcome => outcome.Id),
                    ("What it answers", outcome => outcome.Description),
                    ("Streams", outcome => string.Join(", ", outcome.Streams)));

                return HostProblem.None;
            }

            var advice = connector is null
                ? await advisor.OfPluginAsync(choice.Subject(parsed), outcomes, streams, cancellationToken)
                : await advisor.OfConnectorAsync(connector.Id.ToString(CultureInfo.InvariantCulture), outcomes, streams, choice.Asks(parsed), cancellationToken);

            if (output.IsJson)
            {
                output.Json(advice);
            }
            else
            {
                Show(output, advice);
            }

            return HostProblem.None;
        });

        return command;
    }

    private static void Show(Output output, ScopeAdvice advice)
    {
        output.Line($"Streams     {string.Join(", ", advice.Streams)}");
        output.Title("Needed");
        Table(output, advice.Needed);

        if (advice.Useful.Count > 0)
        {
            output.Title("Brings further columns");
            Table(output, advice.Useful);
        }

        output.Line($"Not needed  {List(advice.NotNeeded)}");

        if (advice.Granted is { } granted)
        {
            output.Line($"Missing     {List(advice.Missing!)}");
            output.Line($"Unused      {List(advice.Unused!)}{(advice.Unused!.Count > 0 ? " (could be dropped: granted, and used by none of these streams)" : "")}");
            output.Line(granted.RunId is { } run ? $"As run {run} was told on {Words.Of(granted.At)}; --ask asks again." : "As the service says now.");
        }
        else if (advice.Connector is not null)
        {
            output.Line("What the token has is not known: no run was told. --ask asks the service.");
        }
    }

    private static void Table(Output output, IReadOnlyList<ScopeUse> scopes) => output.Table(
        scopes,
        ("Scope", scope => scope.Name),
        ("Granted", scope => scope.IsGranted switch { true => "yes", false => "no", null => "?" }),
        ("Used by", scope => string.Join(", ", scope.UsedBy)),
        ("What for", scope => scope.Reason));

    private static string List(IReadOnlyList<string> names) => names.Count == 0 ? "none" : string.Join(", ", names);
}
