using System.CommandLine;
using Host.Sample.Access;
using Host.Sample.Plugins;
using Serilog.Events;

namespace Host.Sample.Cli;

/// <summary><c>serve</c>: the host as a server, until it is stopped.</summary>
internal static class ServeCommand
{
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
        command.Options.Add(newKey);
        command.Options.Add(remote);

        verb.Alone(command, async (called, cancellationToken) =>
        {
            var (options, parsed, output, _) = called;
            await using var door = called.Door(options with { AllowRemoteHttp = parsed.GetValue(remote) }, LogEventLevel.Information, null);
            door.App.Services.GetRequiredService<StrayExceptions>().Contain();
            await door.StartAsync(cancellationToken);
            var keys = door.App.Services.GetRequiredService<AccessKeys>();
            var key = parsed.GetValue(newKey) ? await keys.RenewAsync(cancellationToken) : await keys.EnsureAsync(cancellationToken);

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
                    ? "  Access key    made earlier; 'serve --new-access-key' makes another"
                    : $"  Access key    {key}   (shown this once; type it in to sign in, or send it as 'Authorization: Bearer …')");
                output.Line("  Stop          Ctrl+C");
            }

            await door.WaitAsync(cancellationToken);

            return HostProblem.None;
        });
    }
}
