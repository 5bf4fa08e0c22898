using System.CommandLine;
using Host.Sample.Api;
using Host.Sample.Webhooks;

namespace Host.Sample.Cli;

/// <summary><c>webhooks</c>: who is told of runs.</summary>
internal static class WebhookCommands
{
    private const string Signing = "signing";
    private const int Usual = 20;

    public static Command Create(Verb verb) => new("webhooks", "Tell other programs of runs and of what they changed.")
    {
        Add(verb),
        List(verb),
        Remove(verb),
        Switch(verb, "enable", "Tell a webhook of runs again.", isEnabled: true),
        Switch(verb, "disable", "Tell a webhook of nothing; what it was yet to be told is given up.", isEnabled: false),
        Test(verb),
        Deliver(verb),
        Deliveries(verb),
    };

    private static Argument<string> NameArgument() => new("webhook") { Description = "The webhook's name." };

    private static Command Add(Verb verb)
    {
        var (connector, name) = (ConnectorCommands.NameArgument(), NameArgument());
        var url = new Option<string>("--url") { Description = "The receiver's address: https, or an origin given by --allow-origin.", Required = true, HelpName = "address" };
        var secret = new Option<string[]>("--secret") { Description = $"'{Signing}', what messages are signed with: without it one is made and shown once. {SecretInput.Help}", HelpName = "name" };
        var command = new Command("add", "Tell a receiver of a connector's runs.") { connector, name, url, secret };
        verb.Runs(command, async (rooms, parsed, output, cancellationToken) =>
        {
            var secrets = await SecretInput.ReadAsync(parsed.GetValue(secret) ?? [], output, cancellationToken);

            if (secrets.Keys.FirstOrDefault(given => given != Signing) is { } unknown)
            {
                throw new HostException(HostProblem.Usage, $"A webhook has no secret '{unknown}'.", $"Its only one is '{Signing}'.");
            }

            var added = await rooms.GetRequiredService<WebhookService>().AddAsync(
                parsed.GetValue(connector)!, parsed.GetValue(name)!, parsed.GetValue(url)!, secrets.GetValueOrDefault(Signing), cancellationToken);

            if (output.IsJson)
            {
                output.Json(added);
            }
            else
            {
                output.Line($"The webhook '{added.Webhook.Name}' is made: {added.Webhook.Host} is told of runs.");

                if (added.Secret is { } made)
                {
                    output.Line("Its secret, shown this once:");
                    output.Plain(made);
                }

                output.Line($"'webhooks test' tries it. Where no host serves, 'webhooks deliver' sends what is due.");
            }

            return HostProblem.None;
        });

        return command;
    }

    private static Command List(Verb verb)
    {
        var connector = ConnectorCommands.NameArgument();
        var command = new Command("list", "List the webhooks of a connector.") { connector };
        verb.Runs(command, async (rooms, parsed, output, cancellationToken) =>
        {
            var webhooks = await rooms.GetRequiredService<WebhookService>().ListAsync(parsed.GetValue(connector)!, cancellationToken);
            output.Rows(
                webhooks,
                "No webhooks yet. 'webhooks add' makes one.",
                ("Name", webhook => webhook.Name),
                ("Host", webhook => webhook.Host),
                ("Enabled", webhook => webhook.IsEnabled),
                ("Waiting", webhook => webhook.Waiting),
                ("Given up", webhook => webhook.GivenUp),
                ("Created", webhook => webhook.CreatedAt));

            return HostProblem.None;
        });

        return command;
    }

    private static Command Remove(Verb verb)
    {
        var (connector, name) = (ConnectorCommands.NameArgument(), NameArgument());
        var command = new Command("remove", "Take a webhook away, with what it was yet to be told.") { connector, name };
        verb.Runs(command, async (rooms, parsed, output, cancellationToken) =>
        {
            await rooms.GetRequiredService<WebhookService>().RemoveAsync(parsed.GetValue(connector)!, parsed.GetValue(name)!, cancellationToken);
            output.Line($"The webhook '{parsed.GetValue(name)}' is gone.");

            return HostProblem.None;
        });

        return command;
    }

    private static Command Switch(Verb verb, string word, string description, bool isEnabled)
    {
        var (connector, name) = (ConnectorCommands.NameArgument(), NameArgument());
        var command = new Command(word, description) { connector, name };
        verb.Runs(command, async (rooms, parsed, output, cancellationToken) =>
        {
            await rooms.GetRequiredService<WebhookService>().EnableAsync(parsed.GetValue(connector)!, parsed.GetValue(name)!, isEnabled, cancellationToken);
            output.Line($"The webhook '{parsed.GetValue(name)}' is {(isEnabled ? "on" : "off")}.");

            return HostProblem.None;
        });

        return command;
    }

    private static Command Test(Verb verb)
    {
        var (connector, name) = (ConnectorCommands.NameArgument(), NameArgument());
        var command = new Command("test", "Send a signed message now and say what the receiver answers.") { connector, name };
        verb.Runs(command, async (rooms, parsed, output, cancellationToken) =>
        {
            var answer = await rooms.GetRequiredService<WebhookService>().TestAsync(parsed.GetValue(connector)!, parsed.GetValue(name)!, cancellationToken);

            if (output.IsJson)
            {
                output.Json(answer);
            }
            else if (answer.Problem is { } problem)
            {
                output.Failure(problem, "Correct the receiver, or remove the webhook and add it with another address or secret.");
            }
            else
            {
                output.Line($"The receiver answered {answer.Status}.");
            }

            return answer.Problem is null ? HostProblem.None : HostProblem.ConnectorFailed;
        });

        return command;
    }

    private static Command Deliver(Verb verb)
    {
        var command = new Command("deliver", "Send what is due, of every connector, once; a host that serves does so by itself.");
        verb.Runs(command, async (rooms, _, output, cancellationToken) =>
        {
            var (delivered, failed) = await rooms.GetRequiredService<WebhookService>().DeliverAsync(cancellationToken);

            if (output.IsJson)
            {
                output.Json(new { Delivered = delivered, Failed = failed });
            }
            else
            {
                output.Line($"{Words.Number(delivered)} delivered, {Words.Number(failed)} not.{(failed > 0 ? " 'webhooks deliveries' says why, and when each is tried again." : "")}");
            }

            return failed == 0 ? HostProblem.None : HostProblem.ConnectorFailed;
        });

        return command;
    }

    private static Command Deliveries(Verb verb)
    {
        var connector = ConnectorCommands.NameArgument();
        var webhook = new Option<string?>("--webhook") { Description = "Only of this webhook.", HelpName = "name" };
        var take = new Option<int>("--take") { Description = "How many at most.", DefaultValueFactory = _ => Usual, HelpName = "number", CustomParser = CommandLineParsers.Whole(1, Paging.Most) };
        var command = new Command("deliveries", "List what webhooks were told and are to be told, the latest first.") { connector, webhook, take };
        verb.Runs(command, async (rooms, parsed, output, cancellationToken) =>
        {
            var deliveries = await rooms.GetRequiredService<WebhookService>().DeliveriesAsync(parsed.GetValue(connector)!, parsed.GetValue(webhook), parsed.GetValue(take), cancellationToken);
            output.Rows(
                deliveries,
                "Nothing was to be told yet.",
                ("Webhook", delivery => delivery.Webhook),
                ("Event", delivery => delivery.Event),
                ("Run", delivery => delivery.RunId),
                ("State", delivery => Words.Lower(delivery.State)),
                ("Attempts", delivery => delivery.Attempts),
                ("Next", delivery => delivery.NextAttemptAt),
                ("Status", delivery => delivery.LastStatus),
                ("Problem", delivery => delivery.LastProblem));

            return HostProblem.None;
        });

        return command;
    }
}
