using System.CommandLine;
using System.Globalization;
using Host.Sample.Runs.Guard;

namespace Host.Sample.Cli;

/// <summary><c>connectors guard</c>: when the change guard holds a connector's runs.</summary>
internal static class GuardCommand
{
    private const string NotJudged = "off";
    private const string Usual = "usual";

    public static Command Create(Verb verb)
    {
        var connector = ConnectorCommands.NameArgument();
        var share = new Option<int?>("--share") { Description = "The share in percent that people, billed seats and rows may fall by.", HelpName = "percent", CustomParser = CommandLineParsers.WholeOrNone(0, 100) };
        var streams = new Option<KeyValuePair<string, string>[]>("--stream")
        {
            Description = $"A share of a stream's own, as id=percent; id={NotJudged} does not judge the stream, id={Usual} takes its own share away. May be repeated.",
            HelpName = "id=percent",
            CustomParser = CommandLineParsers.Pairs,
        };
        var on = new Option<bool>("--on") { Description = "Hold runs that lost too much." };
        var off = new Option<bool>("--off") { Description = "Publish every run, whatever it lost." };
        var command = new Command("guard", "Show or change when a run is held that lost too much.") { connector, share, streams, on, off };
        verb.Runs(command, async (rooms, parsed, output, cancellationToken) =>
        {
            var rules = rooms.GetRequiredService<GuardRules>();
            var name = parsed.GetValue(connector)!;
            var pairs = parsed.GetValue(streams) ?? [];
            var given = pairs.Where(pair => pair.Value != Usual).ToDictionary(pair => pair.Key, pair => Share(pair.Value), StringComparer.Ordinal);
            List<string> usual = [.. pairs.Where(pair => pair.Value == Usual).Select(pair => pair.Key)];
            var (isOn, isOff) = (parsed.GetValue(on), parsed.GetValue(off));

            if (isOn && isOff)
            {
                throw new HostException(HostProblem.Usage, "--on and --off say opposite things.", "Give one of them.");
            }

            var settings = isOn || isOff || pairs.Length > 0 || parsed.GetValue(share) is not null
                ? await rules.ChangeAsync(name, isOn ? true : isOff ? false : null, parsed.GetValue(share), given, usual, cancellationToken)
                : await rules.GetAsync(name, cancellationToken);
            Show(output, settings);

            return HostProblem.None;
        });

        return command;
    }

    private static int? Share(string text) => text == NotJudged ? null : GuardSettings.ReadShare(text);

    private static void Show(Output output, GuardSettings settings)
    {
        if (output.IsJson)
        {
            output.Json(settings);

            return;
        }

        output.Line(settings.Words());

        foreach (var (stream, share) in settings.Streams.OrderBy(stream => stream.Key, StringComparer.Ordinal))
        {
            output.Line(share is null ? $"  {stream}: not judged" : string.Create(CultureInfo.InvariantCulture, $"  {stream}: {share} %"));
        }
    }
}
