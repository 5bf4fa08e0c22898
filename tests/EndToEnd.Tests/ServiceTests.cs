using System.Diagnostics;
using System.Net.Sockets;
using System.Text;

namespace EndToEnd.Tests;

/// <summary>Started by systemd, the host tells it when it is ready and when it stops, and prints no key into its journal.</summary>
public sealed class ServiceTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>A shell of that name stands for the manager: the host looks for its parent's name and for the socket.</summary>
    [Fact]
    public async Task The_service_manager_is_told_of_the_start_and_of_the_stop()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "There is no such manager here.");
        using TemporaryFolder folder = new();
        var manager = Path.Combine(folder.Path, "systemd");
        File.Copy("/bin/sh", manager);
        var address = Path.Combine(folder.Path, "notify");
        using Socket notifications = new(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
        notifications.Bind(new UnixDomainSocketEndPoint(address));

        ProcessStartInfo start = new(
            manager,
            ["-c", "\"$@\" & echo \"started $!\"; wait $!; echo \"ended $?\"", "systemd", Dotnet.Program, HostProcess.HostProgram, "serve", "--address", "http://127.0.0.1:0"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        start.Environment["CONNECTOR_HOST_DATA"] = Path.Combine(folder.Path, "data");
        start.Environment["NOTIFY_SOCKET"] = address;
        using var shell = Process.Start(start)!;
        var errors = shell.StandardError.ReadToEndAsync(Token);

        try
        {
            var host = (await shell.StandardOutput.ReadLineAsync(Token)).ShouldNotBeNull().Split(' ')[1];
            (await NextAsync(notifications)).ShouldBe("READY=1");

            using (var kill = Process.Start("/bin/sh", ["-c", $"kill -TERM {host}"]))
            {
                await kill.WaitForExitAsync(Token);
            }

            (await NextAsync(notifications)).ShouldBe("STOPPING=1");
            var said = await shell.StandardOutput.ReadToEndAsync(Token);
            said.ShouldContain("ended 0");
            said.ShouldContain("not printed by a service");
            (await errors).ShouldNotContain("shown this once");
        }
        finally
        {
            if (!shell.HasExited)
            {
                shell.Kill(entireProcessTree: true);
            }
        }
    }

    private static async Task<string> NextAsync(Socket notifications)
    {
        var bytes = new byte[512];

        return Encoding.UTF8.GetString(bytes, 0, await notifications.ReceiveAsync(bytes.AsMemory(), Token));
    }
}
