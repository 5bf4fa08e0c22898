using System.CommandLine;
using Host.Sample.Access;

namespace Host.Sample.Cli;

/// <summary><c>access-key</c>: for whoever sits at the machine and has lost the key, or runs the host as a service, which prints none.</summary>
internal static class AccessKeyCommand
{
    public static Command Create(Verb verb)
    {
        var command = new Command("access-key", "Make the first access key anew and print it, also while a host serves; the old one ends.");
        verb.Runs(command, async (rooms, _, output, cancellationToken) =>
        {
            var key = await rooms.GetRequiredService<AccessKeys>().RenewAsync(cancellationToken);

            if (output.IsJson)
            {
                output.Json(new { AccessKey = key });
            }
            else
            {
                output.Plain(key);
            }

            return HostProblem.None;
        });

        return command;
    }
}
