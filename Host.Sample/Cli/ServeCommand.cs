using System.CommandLine;
using Host.Sample.Access;
using Host.Sample.Plugins;
using Microsoft.Extensions.Hosting.Systemd;
using Microsoft.Extensions.Hosting.WindowsServices;
using Serilog.Events;

namespace Host.Sample.Cli;

/// <summary><c>serve</c>: the host as a server, until it is stopped.</summary>
internal static class ServeCommand
{
    private const string StopTimeoutName = "--stop-timeout";
    private const int MostSeconds = 3600;
    private const int MostRuns = 1000;

    private static bool IsService => SystemdHelpers.IsSystemdService() || WindowsServiceHelpers.IsWindowsService();

    public static Command Create(Verb verb)
    {
        var command = new Command("serve", "Serve the pages, REST and the authorization callback until stopped (the default).");
        Configure(command, verb);

        return command;
    }

    public static void Configure(Command command, Verb verb)
    {
        var newKey = new Option<bool>("--new-access-key") { Description = "Make a new access key and print it; the old one ends." };
        var remote = new Option<bool>("--allow-remote-http") { Description = "Listen without TLS on an address that other machines reach. Tokens then cross the network in the clear." };
        var otlp = new Option<Uri?>("--otlp")
        {
            Description = "Send metrics and traces to this OpenTelemetry receiver, such as http://127.0.0.1:4318. Default: $OTEL_EXPORTER_OTLP_ENDPOINT, else nowhere.",
            HelpName = "url",
            CustomParser = CommandLineParsers.Address,
        };
        var lowDisk = new Option<int?>("--low-disk") { Description = "Tell in /health/ready when the data folder's disk has less room, in MiB. Default: 1024.", HelpName = "MiB", CustomParser = CommandLineParsers.WholeOrNone(0, 1024 * 1024) };
        var runsAtOnce = new Option<int?>("--runs-at-once") { Description = "How many runs this host executes at once; the others wait. Default: 32.", HelpName = "number", CustomParser = CommandLineParsers.WholeOrNone(1, MostRuns) };
        command.Options.Add(newKey);
        command.Options.Add(remote);
        command.Options.Add(StopTimeout());
        command.Options.Add(otlp);
        command.Options.Add(lowDisk);
        command.Options.Add(runsAtOnce);

        verb.Alone(command, async (called, cancellationToken) =>
        {
            var (options, parsed, output, _) = called;
            var chosen = options with
            {
                AllowRemoteHttp = parsed.GetValue(remote),
                Otlp = parsed.GetValue(otlp),
                StopTimeout = StopTimeoutOf(parsed) ?? options.StopTimeout,
                RunsAtOnce = parsed.GetValue(runsAtOnce) ?? options.RunsAtOnce,
                LowDiskBytes = parsed.GetValue(lowDisk) is { } low ? low * 1024L * 1024 : options.LowDiskBytes,
            };
            await using var door = called.Door(chosen, LogEventLevel.Information, null);
            door.App.Services.GetRequiredService<StrayExceptions>().Contain();
            await door.StartAsync(cancellationToken);
            var keys = door.App.Services.GetRequiredService<AccessKeys>();
            // What a service prints is kept in a journal that others read: there a key is made by 'access-key', at a terminal.
            var key = parsed.GetValue(newKey) ? await keys.RenewAsync(cancellationToken) : IsService ? null : await keys.EnsureAsync(cancellationToken);

            if (output.IsJson)
            {
                output.Json(new { Address = door.Address, AccessKey = key, DataFolder = options.DataFolder, options.EndpointServer });
            }
            else
            {
                output.Title($"Endpoint server '{options.EndpointServer}' serves on {door.Address}");
                output.Line($"  Pages         {door.Address}");
                output.Line($"  REST          {new Uri(door.Address, "api/plugins")}   (described by {new Uri(door.Address, "openapi/v1.json")})");
                output.Line($"  Data          {options.DataFolder}");
                output.Line(key is null
                    ? IsService ? "  Access key    not printed by a service; 'access-key' makes one" : "  Access key    made earlier; 'access-key' makes another"
                    : $"  Access key    {key}   (shown this once; type it in to sign in, or send it as 'Authorization: Bearer …')");
                output.Line("  Stop          Ctrl+C");
            }

            await door.WaitAsync(cancellationToken);

            return HostProblem.None;
        });
    }

    /// <summary>How long a host that serves may take to stop, if that was typed.</summary>
    public static TimeSpan? StopTimeoutOf(ParseResult parsed) =>
        parsed.CommandResult.Command.Options.FirstOrDefault(option => option.Name == StopTimeoutName) is Option<int?> option && parsed.GetValue(option) is { } seconds ? TimeSpan.FromSeconds(seconds) : null;

    private static Option<int?> StopTimeout() => new(StopTimeoutName)
    {
        Description = "How long a stop may take: four fifths of it are for pages in flight. A second Ctrl+C ends at once. Default: 30.",
        HelpName = "seconds",
        CustomParser = CommandLineParsers.WholeOrNone(1, MostSeconds),
    };
}
