using System.CommandLine;
using Host.Sample.Licences;

namespace Host.Sample.Cli;

/// <summary><c>licences terms</c>: what a seat costs and until when it is paid for.</summary>
internal static class TermsCommand
{
    public static Command Create(Verb verb)
    {
        var connector = ConnectorCommands.NameArgument();
        var price = new Option<decimal?>("--price") { Description = "What one seat costs for a period.", HelpName = "number", CustomParser = CommandLineParsers.Money };
        var currency = new Option<string?>("--currency") { Description = "The price's currency by ISO 4217: EUR, GBP, USD and others.", HelpName = "code" };
        var period = new Option<BillingPeriod?>("--period") { Description = "What the price is for, and how often is billed: month or year.", HelpName = "period", CustomParser = result => CommandLineParsers.Word<BillingPeriod>(result) };
        var renewal = new Option<DateOnly?>("--renewal") { Description = "The first day of the next term.", HelpName = "day", CustomParser = CommandLineParsers.Day };
        var contract = new Option<bool>("--contract") { Description = "A contract holds: every charged seat is paid for until the renewal, used or not." };
        var standard = new Option<bool>("--standard") { Description = "The service's usual rules hold." };
        var idleDays = LicenceCommands.IdleDays();
        var forget = new Option<bool>("--forget") { Description = "Forget all terms." };
        var command = new Command("terms", "Show, or change, what a seat costs and until when it is paid for.") { connector, price, currency, period, renewal, contract, standard, idleDays, forget };
        command.Validators.Add(result =>
        {
            if (result.GetValue(contract) && result.GetValue(standard))
            {
                result.AddError("--contract and --standard exclude each other: either a contract holds or the service's usual rules.");
            }

            if (result.GetValue(forget) && result.Children.OfType<System.CommandLine.Parsing.OptionResult>().Any(option => !option.Implicit && option.Option != forget))
            {
                result.AddError("--forget forgets all terms and takes nothing beside it.");
            }
        });
        verb.Runs(command, async (rooms, parsed, output, cancellationToken) =>
        {
            var service = rooms.GetRequiredService<SeatTermsService>();
            var name = parsed.GetValue(connector)!;
            Option[] changes = [price, currency, period, renewal, contract, standard, idleDays, forget];
            var terms = Array.Exists(changes, option => parsed.GetResult(option) is { Implicit: false })
                ? await service.ChangeAsync(name, Change, cancellationToken)
                : await service.GetAsync(name, cancellationToken);

            if (output.IsJson)
            {
                output.Json(terms);
            }
            else
            {
                new LicenceOutput(output).Show(terms);
            }

            return HostProblem.None;

            SeatTerms Change(SeatTerms before) => parsed.GetValue(forget) ? SeatTerms.None : before with
            {
                Price = parsed.GetValue(price) ?? before.Price,
                Currency = parsed.GetValue(currency) ?? before.Currency,
                Period = parsed.GetValue(period) ?? before.Period,
                Renewal = parsed.GetValue(renewal) ?? before.Renewal,
                IsContract = parsed.GetValue(contract) || (before.IsContract && !parsed.GetValue(standard)),
                IdleDays = parsed.GetValue(idleDays) ?? before.IdleDays,
            };
        });

        return command;
    }
}
