using System.CommandLine;
using System.Globalization;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Plugin.Slack.Sandbox.Access;
using Plugin.Slack.Sandbox.Faults;

namespace Plugin.Slack.Sandbox;

/// <summary>The options of the program. Exit codes: 0 stopped, 2 the command line is wrong, 3 the port is in use.</summary>
internal static class CommandLine
{
    public const int Usage = 2;

    public const int PortInUse = 3;

    private static readonly string[] PlanNames = ["free", "pro", "business+", "enterprise"];

    public static async Task<int> RunAsync(
        IReadOnlyList<string> arguments, TextReader input, TextWriter output, TextWriter error, CancellationToken cancellationToken)
    {
        RootCommand root = new("A Slack to try connectors with: the Web API and the consent page, with invented people, on 127.0.0.1.");
        Option<int> port = Whole("--port", "Port to listen on; 0 takes a free one.", 0, 0, 65_535);
        Option<int> users = Whole("--users", "User records on the first day.", 250, 1, 10_000_000);
        users.Aliases.Add("--size");
        Option<int> channels = Whole("--channels", "Public and private channels on the first day.", 40, 1, 1_000_000);
        Option<int> userGroups = Whole("--usergroups", "User groups.", 12, 0, 10_000);
        Option<int> signIns = Whole("--sign-ins", "Rows of the access log on the first day, at most 1,000 a person; by default about three a person.", -1, 0, 100_000_000);
        Option<int> files = Whole("--files", "Files on the first day.", 300, 0, 10_000_000);
        Option<int> messages = Whole("--messages", "Messages a day in a channel, on average.", 2, 0, 10_000);
        Option<string> historyCap = OnOff("--history-cap", "Whether histories give one call a minute and fifteen messages a call.");
        Option<int> workspaces = Whole("--workspaces", "With --plan enterprise: workspaces of an organisation that the app is added to; 0 is one workspace with its own token.", 0, 0, 50);
        Option<string> hideEmails = OnOff("--hide-emails", "Whether the workspace shows no email addresses to anybody.");
        Option<string> plan = new("--plan") { Description = "free, pro, business+ or enterprise.", DefaultValueFactory = _ => "business+" };
        Option<int> seed = Whole("--seed", "Another seed, other people.", 1, 0, int.MaxValue);
        Option<string?> clientId = new("--client-id") { Description = "The app's client id; by default derived from the seed." };
        Option<string?> clientSecret = new("--client-secret") { Description = "The app's client secret; by default derived from the seed." };
        Option<string[]> redirectUrls = new("--redirect-url") { Description = "An address that may receive codes, with all below it; repeatable. By default any loopback address." };
        Option<string[]> tokens = new("--token") { Description = "A user token to accept, as VALUE or VALUE=scope,scope; repeatable. All scopes by default." };
        Option<string> rotation = OnOff("--rotation", "Whether tokens expire and come with a refresh token.");
        Option<string> rateLimits = OnOff("--rate-limits", "Whether Slack's rate tiers are enforced.");
        Option<double> timeScale = Times("--time-scale", "How many times faster rate limits recover than Slack's.");
        Option<double> rateFactor = Times("--rate-factor", "How many times its tier a method really allows; below 1 is stricter than documented.");
        Option<int> burst = Whole("--burst", "Calls of one method that may come at once.", 5, 1, 10_000);
        Option<string[]> faults = new("--fault") { Description = $"{Fault.Grammar}; repeatable. Kinds: {string.Join(", ", FaultKind.All)}, or an error code." };
        Option<DateTimeOffset?> now = new("--now")
        {
            Description = "The workspace's clock on the first day (ISO 8601); by default today, 0:00 UTC.",
            CustomParser = result =>
            {
                if (DateTimeOffset.TryParse(result.Tokens[0].Value, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset moment))
                {
                    return moment;
                }

                result.AddError($"'{result.Tokens[0].Value}' is no date for --now: write it like 2026-03-01 or 2026-03-01T09:00:00Z.");
                return null;
            },
        };
        Option<int> latency = Whole("--latency-ms", "Milliseconds that pass before each answer.", 0, 0, 60_000);
        Option<bool> stopWithInput = new("--stop-with-stdin") { Description = "Stop when standard input closes." };

        plan.Validators.Add(result => Check(PlanNames.Contains(result.GetValue(plan)), result.AddError, "--plan is one of free, pro, business+ and enterprise."));
        workspaces.Validators.Add(result => Check(
            result.GetValue(workspaces) == 0 || result.GetValue(plan) == "enterprise", result.AddError, "--workspaces needs --plan enterprise: other plans have no organisation."));
        faults.Validators.Add(result =>
        {
            foreach (string fault in result.GetValue(faults) ?? [])
            {
                Check(Fault.TryParse(fault, out _), result.AddError, $"'{fault}' is no fault: write {Fault.Grammar}, with a method that the sandbox plays or *.");
            }
        });
        tokens.Validators.Add(result =>
        {
            foreach (string token in result.GetValue(tokens) ?? [])
            {
                Check(token.Length > 0 && token[0] != '=', result.AddError, "--token takes VALUE or VALUE=scope,scope; the value is missing.");
            }
        });
        redirectUrls.Validators.Add(result =>
        {
            foreach (string url in result.GetValue(redirectUrls) ?? [])
            {
                Check(Uri.TryCreate(url, UriKind.Absolute, out Uri? uri) && uri.Scheme is "http" or "https", result.AddError, $"'{url}' is no address for --redirect-url: write it in full, like https://host/path.");
            }
        });
        foreach (Option option in (Option[])
            [port, users, channels, userGroups, signIns, files, messages, historyCap, workspaces, hideEmails, plan, seed, clientId, clientSecret, redirectUrls, tokens, rotation, rateLimits, timeScale, rateFactor, burst, faults, now, latency, stopWithInput])
        {
            root.Options.Add(option);
        }

        root.SetAction(async (parsed, token) =>
        {
            SandboxOptions options = new()
            {
                Port = parsed.GetValue(port),
                Users = parsed.GetValue(users),
                Channels = parsed.GetValue(channels),
                UserGroups = parsed.GetValue(userGroups),
                SignIns = parsed.GetValue(signIns) is >= 0 and int rows ? rows : null,
                Files = parsed.GetValue(files),
                Messages = parsed.GetValue(messages),
                HistoryCap = parsed.GetValue(historyCap) == "on",
                Workspaces = parsed.GetValue(workspaces),
                HidesEmails = parsed.GetValue(hideEmails) == "on",
                Plan = (SlackPlan)Array.IndexOf(PlanNames, parsed.GetValue(plan)),
                Seed = parsed.GetValue(seed),
                ClientId = parsed.GetValue(clientId),
                ClientSecret = parsed.GetValue(clientSecret),
                RedirectUrls = [.. (parsed.GetValue(redirectUrls) ?? []).Select(url => new Uri(url))],
                Tokens = [.. (parsed.GetValue(tokens) ?? []).Select(ReadToken)],
                Rotation = parsed.GetValue(rotation) == "on",
                RateLimits = parsed.GetValue(rateLimits) == "on",
                TimeScale = parsed.GetValue(timeScale),
                RateFactor = parsed.GetValue(rateFactor),
                Burst = parsed.GetValue(burst),
                Faults = parsed.GetValue(faults) ?? [],
                Now = parsed.GetValue(now),
                Latency = TimeSpan.FromMilliseconds(parsed.GetValue(latency)),
            };
            return await ServeAsync(options, parsed.GetValue(stopWithInput) ? input : null, output, error, token);
        });

        ParseResult result = root.Parse(arguments);
        if (result.Errors.Count > 0)
        {
            await error.WriteLineAsync($"{result.Errors[0].Message} Run with --help for the options.".AsMemory(), cancellationToken);
            return Usage;
        }

        return await result.InvokeAsync(new InvocationConfiguration { Output = output, Error = error }, cancellationToken);
    }

    private static async Task<int> ServeAsync(
        SandboxOptions options, TextReader? input, TextWriter output, TextWriter error, CancellationToken cancellationToken)
    {
        try
        {
            await using SandboxServer server = await SandboxServer.StartAsync(options, cancellationToken);
            await output.WriteLineAsync(server.ReadyLine().AsMemory(), cancellationToken);
            await output.FlushAsync(cancellationToken);
            await (input is null ? Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken) : ReadToEndAsync(input, cancellationToken));
            return 0;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Ctrl+C is the ordinary way to stop.
            return 0;
        }
        catch (IOException problem) when (problem.InnerException is AddressInUseException)
        {
            await error.WriteLineAsync(
                $"Port {options.Port} on 127.0.0.1 is in use. Choose another with --port, or --port 0 for a free one.".AsMemory(), cancellationToken);
            return PortInUse;
        }
        catch (SocketException problem)
        {
            await error.WriteLineAsync($"Port {options.Port} on 127.0.0.1 cannot be used: {problem.Message}.".AsMemory(), cancellationToken);
            return PortInUse;
        }
    }

    private static async Task ReadToEndAsync(TextReader input, CancellationToken cancellationToken)
    {
        // A console's reader blocks and cannot be cancelled, so it waits on a thread of its own.
        Task reading = Task.Run(
            async () =>
            {
                while (await input.ReadLineAsync(cancellationToken) is not null)
                {
                    // What is said is of no interest, only that somebody is still there.
                }
            },
            cancellationToken);
        await reading.WaitAsync(cancellationToken);
    }

    private static SandboxToken ReadToken(string text)
    {
        string[] parts = text.Split('=', 2);
        return new SandboxToken(parts[0], parts.Length == 1 ? Scopes.All : parts[1].Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
    }

    private static Option<int> Whole(string name, string description, int usual, int least, int most)
    {
        Option<int> option = new(name) { Description = description, DefaultValueFactory = _ => usual };
        option.CustomParser = result =>
        {
            if (int.TryParse(result.Tokens[0].Value, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number >= least && number <= most)
            {
                return number;
            }

            result.AddError(string.Create(CultureInfo.InvariantCulture, $"'{result.Tokens[0].Value}' does not fit {name}: it takes a whole number from {least} to {most}."));
            return usual;
        };
        return option;
    }

    private static Option<double> Times(string name, string description)
    {
        Option<double> option = new(name) { Description = description, DefaultValueFactory = _ => 1 };
        option.CustomParser = result =>
        {
            if (double.TryParse(result.Tokens[0].Value, NumberStyles.Float, CultureInfo.InvariantCulture, out double times) && times is > 0 and <= 100_000)
            {
                return times;
            }

            result.AddError($"'{result.Tokens[0].Value}' does not fit {name}: it takes a number above 0, up to 100000.");
            return 1;
        };
        return option;
    }

    private static Option<string> OnOff(string name, string description)
    {
        Option<string> option = new(name) { Description = $"{description} on or off.", DefaultValueFactory = _ => "off" };
        option.Validators.Add(result => Check(result.GetValue(option) is "on" or "off", result.AddError, $"{name} is either on or off."));
        return option;
    }

    private static void Check(bool holds, Action<string> report, string problem)
    {
        if (!holds)
        {
            report(problem);
        }
    }
}
