using System.CommandLine;
using Host.Sample.Privacy;

namespace Host.Sample.Cli;

/// <summary><c>connectors privacy</c>, <c>connectors erase</c>: what is stored of people, and how somebody is erased.</summary>
internal static class PrivacyCommands
{
    public static Command Privacy(Verb verb)
    {
        var connector = ConnectorCommands.NameArgument();
        var email = Treatment("--email", "E-mail addresses: keep, hash (keyed, the same address has the same hash) or drop.");
        var name = Treatment("--name", "All else that names a person: names, handles, titles, custom fields.");
        var command = new Command("privacy", "Show or choose what is stored of people, from the next run on. What earlier runs have stored stays until it is pruned.") { connector, email, name };
        verb.Runs(command, async (rooms, parsed, output, cancellationToken) =>
        {
            var service = rooms.GetRequiredService<PrivacyService>();
            var (wantedEmail, wantedName) = (parsed.GetValue(email), parsed.GetValue(name));
            var choice = wantedEmail is null && wantedName is null
                ? await service.GetAsync(parsed.GetValue(connector)!, cancellationToken)
                : await service.ChooseAsync(parsed.GetValue(connector)!, wantedEmail, wantedName, cancellationToken);

            if (output.IsJson)
            {
                output.Json(choice);
            }
            else
            {
                output.Line($"E-mail addresses: {Words.Lower(choice.Email)}. Names: {Words.Lower(choice.Name)}. What people write is never stored.");
            }

            return HostProblem.None;
        });

        return command;
    }

    public static Command Erase(Verb verb)
    {
        var connector = ConnectorCommands.NameArgument();
        var account = new Argument<string>("account") { Description = "The account's id at the service, as the inventory shows it." };
        var reason = new Option<string?>("--reason") { Description = "Why, without naming the person: the request's number, for example. It is kept.", HelpName = "text" };
        var yes = new Option<bool>("--yes") { Description = "Do it: it cannot be taken back." };
        var command = new Command("erase", "Erase a person: out of every version of every row, for good; no later run stores the person again.") { connector, account, reason, yes };
        verb.Runs(command, async (rooms, parsed, output, cancellationToken) =>
        {
            if (!parsed.GetValue(yes))
            {
                throw new HostException(HostProblem.Usage, "Erasing a person deletes or empties rows in all runs and cannot be taken back.", "Add --yes to do it.");
            }

            var view = await rooms.GetRequiredService<AccountErasure>().EraseAsync(parsed.GetValue(connector)!, parsed.GetValue(account)!, parsed.GetValue(reason) ?? "", cancellationToken);

            if (output.IsJson)
            {
                output.Json(view);
            }
            else
            {
                output.Line($"Erasure {view.Number}: {view.RowsErased} versions of rows deleted, {view.RowsChanged} others name the person no more. Runs marked: {Runs(view)}.");

                if (view.TracesLeft is { } left)
                {
                    output.Line(left);
                }
            }

            return HostProblem.None;
        });

        return command;
    }

    public static Command Erasures(Verb verb)
    {
        var connector = ConnectorCommands.NameArgument();
        var command = new Command("erasures", "List the erasures of a connector.") { connector };
        verb.Runs(command, async (rooms, parsed, output, cancellationToken) =>
        {
            output.Rows(
                await rooms.GetRequiredService<AccountErasure>().ListAsync(parsed.GetValue(connector)!, cancellationToken),
                "Nobody was erased.",
                ("Number", view => view.Number),
                ("When", view => view.ErasedAt),
                ("By", view => view.ErasedBy),
                ("Why", view => view.Reason),
                ("Runs marked", Runs));

            return HostProblem.None;
        });

        return command;
    }

    private static Option<PersonalDataTreatment?> Treatment(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "treatment",
        CustomParser = result => CommandLineParsers.Word<PersonalDataTreatment>(result),
    };

    private static string Runs(ErasureView view) => view.Runs.Count == 0 ? "none" : string.Join(", ", view.Runs);
}
