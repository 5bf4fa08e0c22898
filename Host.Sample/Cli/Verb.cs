using System.CommandLine;
using Host.Sample.Database;
using Host.Sample.Logs;
using Host.Sample.Plugins;
using Spectre.Console;

namespace Host.Sample.Cli;

/// <summary>How every verb runs: rooms are built, the verb works, trouble becomes a sentence and an exit code.</summary>
internal sealed class Verb(GlobalOptions globals, bool isProgram)
{
    /// <summary>Gives a command its action.</summary>
    /// <param name="command">The command.</param>
    /// <param name="action">Works with the rooms; returns the exit code.</param>
    public void Runs(Command command, Func<IServiceProvider, ParseResult, Output, CancellationToken, Task<HostProblem>> action) =>
        Alone(command, async (called, cancellationToken) =>
        {
            await using var rooms = await HostRooms.OpenAsync(called.Options, called.Secrets, cancellationToken);

            if (isProgram)
            {
                rooms.GetRequiredService<StrayExceptions>().Contain();
            }

            return await action(rooms, called.Parsed, called.Output, cancellationToken);
        });

    /// <summary>Gives a command an action that builds the rooms itself.</summary>
    /// <param name="command">The command.</param>
    /// <param name="action">Works; returns the exit code.</param>
    public void Alone(Command command, Func<Invocation, CancellationToken, Task<HostProblem>> action) =>
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var output = OutputFor(parsed);
            var called = new Invocation(globals.Read(parsed), parsed, output, new());
            HostStore.Learn(called.Options, called.Secrets.Add);

            if (called.Options.KeyCertificatePassword is { } password)
            {
                called.Secrets.Add(password);
            }

            try
            {
                return (int)await action(called, cancellationToken);
            }
            catch (HostException exception)
            {
                output.Failure(exception);

                return (int)exception.Problem;
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                output.Errors.WriteLine("Stopped. What was committed is kept; a run goes on where it was when it is started again.");

                return (int)HostProblem.Cancelled;
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                output.Failure(exception.Message, "Check the path and the rights on it.");

                return (int)HostProblem.StoreUnavailable;
            }
            catch (Exception exception) when (exception is System.Data.Common.DbException or Microsoft.EntityFrameworkCore.DbUpdateException)
            {
                output.Failure("The store did not accept the work: " + (exception.InnerException ?? exception).Message, "Check that the disk is not full and that no other program holds the store.");

                return (int)HostProblem.StoreUnavailable;
            }
            catch (Exception exception) when (exception is not OutOfMemoryException)
            {
                output.Failure($"The host met a defect of its own ({exception.GetType().Name}).", "Details are in the log folder of the data folder; please report them.");
                DefectLog.Write(called.Options, called.Secrets, exception);

                return (int)HostProblem.Internal;
            }
        });

    private Output OutputFor(ParseResult parsed)
    {
        var (answers, trouble) = (parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error);
        var console = AnsiConsole.Create(new() { Out = new AnsiConsoleOutput(answers) });
        var errors = AnsiConsole.Create(new() { Out = new AnsiConsoleOutput(trouble) });

        // A pipe has no width: let long lines be.
        if (answers != Console.Out || Console.IsOutputRedirected)
        {
            console.Profile.Width = 240;
        }

        if (trouble != Console.Error || Console.IsErrorRedirected)
        {
            errors.Profile.Width = 1000;
        }

        return new(console, errors, answers, parsed.GetValue(globals.Json));
    }
}
