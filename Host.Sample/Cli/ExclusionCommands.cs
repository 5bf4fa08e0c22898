using System.CommandLine;
using Host.Sample.Database;
using Host.Sample.Licences;

namespace Host.Sample.Cli;

/// <summary><c>licences exclude</c>, <c>exclusions</c> and <c>include</c>: who is left out of reclaim reports.</summary>
internal static class ExclusionCommands
{
    public static Command Exclude(Verb verb)
    {
        var connector = ConnectorCommands.NameArgument();
        var account = new Option<string?>("--account") { Description = "The account's id at the service.", HelpName = "id" };
        var group = new Option<string?>("--group") { Description = "The id of a group whose members are left out.", HelpName = "id" };
        var reason = new Option<string>("--reason") { Description = "Why, for those who read the report later.", HelpName = "text", Required = true };
        var until = new Option<DateOnly?>("--until") { Description = "The last day on which it holds, UTC. Default: until it is taken away.", HelpName = "day", CustomParser = CommandLineParsers.Day };
        var command = new Command("exclude", "Leave an account, or the members of a group, out of reclaim reports.") { connector, account, group, reason, until };
        command.Validators.Add(result =>
        {
            if (result.GetValue(account) is null == result.GetValue(group) is null)
            {
                result.AddError("Name either an account by --account or a group by --group.");
            }
        });
        verb.Runs(command, async (rooms, parsed, output, cancellationToken) =>
        {
            var (kind, subject) = parsed.GetValue(account) is { } id ? (SeatExclusionKind.Account, id) : (SeatExclusionKind.Group, parsed.GetValue(group)!);
            var added = await rooms.GetRequiredService<SeatExclusions>().AddAsync(parsed.GetValue(connector)!, kind, subject, parsed.GetValue(reason)!, parsed.GetValue(until), cancellationToken);

            if (output.IsJson)
            {
                output.Json(added);
            }
            else
            {
                output.Line($"Exclusion {added.Id}: the {Words.Lower(added.Kind)} {added.SubjectId} is left out{(added.ExpiresAt is { } end ? $" until {Words.Of(end)}" : "")}.");
            }

            return HostProblem.None;
        });

        return command;
    }

    public static Command List(Verb verb)
    {
        var connector = ConnectorCommands.NameArgument();
        var command = new Command("exclusions", "List who is left out of reclaim reports, why and until when.") { connector };
        verb.Runs(command, async (rooms, parsed, output, cancellationToken) =>
        {
            output.Rows(
                await rooms.GetRequiredService<SeatExclusions>().ListAsync(parsed.GetValue(connector)!, cancellationToken),
                "Nobody is left out.",
                ("Number", exclusion => exclusion.Id),
                ("What", exclusion => Words.Lower(exclusion.Kind)),
                ("Id", exclusion => exclusion.SubjectId),
                ("Name", exclusion => exclusion.Name),
                ("Until", exclusion => exclusion.ExpiresAt),
                ("Holds", exclusion => !exclusion.IsExpired),
                ("By", exclusion => exclusion.CreatedBy),
                ("Reason", exclusion => exclusion.Reason));

            return HostProblem.None;
        });

        return command;
    }

    public static Command Include(Verb verb)
    {
        var connector = ConnectorCommands.NameArgument();
        var number = new Argument<int>("number") { Description = "The exclusion's number; see 'licences exclusions'.", CustomParser = CommandLineParsers.Whole(1, int.MaxValue) };
        var command = new Command("include", "Take an exclusion away.") { connector, number };
        verb.Runs(command, async (rooms, parsed, output, cancellationToken) =>
        {
            await rooms.GetRequiredService<SeatExclusions>().RemoveAsync(parsed.GetValue(connector)!, parsed.GetValue(number), cancellationToken);
            output.Line("The exclusion is taken away.");

            return HostProblem.None;
        });

        return command;
    }
}
