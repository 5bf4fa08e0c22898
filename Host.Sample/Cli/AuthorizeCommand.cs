using System.CommandLine;
using Host.Sample.Access;
using Host.Sample.Api;
using Host.Sample.Connectors;
using Host.Sample.Database;
using Host.Sample.Plugins;
using Serilog.Events;
using Spectre.Console;

namespace Host.Sample.Cli;

/// <summary><c>connectors authorize</c>: gives the consent page's address and waits for the answer.</summary>
internal static class AuthorizeCommand
{
    private static readonly TimeSpan Poll = TimeSpan.FromSeconds(1);

    public static Command Create(Verb verb)
    {
        var connector = ConnectorCommands.NameArgument();
        var command = new Command("authorize", "Print the consent page's address and wait until somebody has answered there.") { connector };
        verb.Alone(command, async (called, cancellationToken) =>
        {
            var output = called.Output;
            await using var door = called.Door(called.Options, LogEventLevel.Fatal, Actor.CommandLine);
            door.App.Services.GetRequiredService<StrayExceptions>().Contain();
            await ListenAsync(door, output, cancellationToken);
            var service = door.App.Services.GetRequiredService<AuthorizationService>();
            var begun = await service.BeginAsync(called.Parsed.GetValue(connector)!, cancellationToken);

            if (output.IsJson)
            {
                output.Json(begun);
            }
            else
            {
                output.Line($"Open this page as somebody who may give consent, until {Words.Of(begun.ExpiresAt)}:");
                output.Line();
                output.Plain(begun.ConsentUrl);
                output.Line();
                output.Line("Waiting for the answer. Ctrl+C stops waiting.");
            }

            var status = await EndAsync(service, begun.Id, door.App.Services.GetRequiredService<TimeProvider>(), cancellationToken);

            return Tell(status, output);
        });

        return command;
    }

    /// <summary>Takes the callback itself, unless a host that serves has the address already: then that one takes it.</summary>
    private static async Task ListenAsync(WebDoor door, Output output, CancellationToken cancellationToken)
    {
        try
        {
            await door.StartAsync(cancellationToken);
        }
        catch (HostException exception) when (exception.Problem is HostProblem.AddressInUse)
        {
            output.Errors.WriteLine("The address is in use; if that is this host serving, it takes the answer.");
        }
    }

    private static async Task<AuthorizationStatus> EndAsync(AuthorizationService service, Guid id, TimeProvider clock, CancellationToken cancellationToken)
    {
        while (true)
        {
            var status = await service.StatusAsync(id, cancellationToken);

            if (status.State is AuthorizationState.Granted or AuthorizationState.Failed || status.IsExpired)
            {
                return status;
            }

            await Task.Delay(Poll, clock, cancellationToken);
        }
    }

    private static HostProblem Tell(AuthorizationStatus status, Output output)
    {
        if (status.State is AuthorizationState.Granted)
        {
            if (output.IsJson)
            {
                output.Json(status);
            }
            else
            {
                output.Line("Authorized: the connector has the token. Next: 'connectors test', 'connectors run'.");
            }

            return HostProblem.None;
        }

        throw new HostException(
            HostProblem.ConnectorFailed,
            status.Message ?? "Nobody answered on the consent page in time.",
            status.Fix ?? "Run the command again. Where the service wants an administrator's approval first, wait for that.");
    }
}
