using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Host.Sample.Cli;

namespace Host.Sample.Tests.Cli;

/// <summary>The files by which the host becomes a service or a container say what the host really takes. That a published host starts is seen to by <c>.ci/run</c>.</summary>
public sealed class DeployTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static string Repository { get; } = FindRepository();

    [Fact]
    public void The_unit_starts_the_host_by_options_that_it_takes()
    {
        var unit = Unit();
        var start = unit["ExecStart"].ShouldHaveSingleItem().Split(' ');

        start[0].ShouldBe("/usr/bin/dotnet");
        Path.GetFileName(start[1]).ShouldBe("Host.Sample.dll");
        ShouldParse(start[2..]);
        start.ShouldContain("serve");
    }

    [Fact]
    public void The_unit_gives_a_stop_its_time_and_restarts_what_a_restart_mends()
    {
        var unit = Unit();
        var start = unit["ExecStart"][0].Split(' ');
        var stop = int.Parse(start[Array.IndexOf(start, "--stop-timeout") + 1], CultureInfo.InvariantCulture);

        int.Parse(unit["TimeoutStopSec"].Single(), CultureInfo.InvariantCulture).ShouldBeGreaterThanOrEqualTo(stop + 15, "the last metrics and traces are sent after the stop");
        unit["Type"].ShouldBe(["notify"]);
        unit["KillSignal"].ShouldBe(["SIGTERM"]);
        unit["KillMode"].ShouldBe(["mixed"], "plugins in processes of their own must not be asked to end beside the host");
        unit["RestartPreventExitStatus"].Single().Split(' ').Select(code => (HostProblem)int.Parse(code, CultureInfo.InvariantCulture))
            .ShouldBe([HostProblem.Usage, HostProblem.StoreUnavailable, HostProblem.AddressInUse]);
        unit["SuccessExitStatus"].ShouldBe([((int)HostProblem.Cancelled).ToString(CultureInfo.InvariantCulture)]);
    }

    [Theory]
    [InlineData("User", "connector-host")]
    [InlineData("StateDirectory", "connector-host")]
    [InlineData("StateDirectoryMode", "0700")]
    [InlineData("UMask", "0077")]
    [InlineData("NoNewPrivileges", "true")]
    [InlineData("ProtectSystem", "strict")]
    [InlineData("ProtectHome", "true")]
    [InlineData("PrivateTmp", "true")]
    [InlineData("CapabilityBoundingSet", "")]
    [InlineData("SystemCallFilter", "@system-service")]
    public void The_unit_lets_the_host_do_no_more_than_it_needs(string name, string value) => Unit()[name].ShouldBe([value]);

    /// <summary>Where there is systemd, it is asked itself.</summary>
    [Fact]
    public async Task The_unit_is_one_that_systemd_understands()
    {
        const string Systemd = "/usr/bin/systemd-analyze";
        Assert.SkipUnless(File.Exists(Systemd), "There is no systemd here; the other tests read the unit.");
        ProcessStartInfo start = new(Systemd, ["verify", Path.Combine(Repository, "deploy", "connector-host.service")]) { RedirectStandardError = true, RedirectStandardOutput = true, UseShellExecute = false };
        using var verify = Process.Start(start)!;
        var said = await verify.StandardError.ReadToEndAsync(Token);
        await verify.WaitForExitAsync(Token);

        // That the program does not lie where it will be installed is no fault of the unit.
        said.Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(line => line.Contains("connector-host", StringComparison.Ordinal) && !line.Contains("is not executable", StringComparison.Ordinal)).ShouldBeEmpty();
    }

    [Fact]
    public void The_container_file_copies_what_is_there()
    {
        foreach (var copy in Container().Where(line => line.Name == "COPY"))
        {
            var parts = copy.Arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            var source = parts[^2];

            if (parts[0] == "--from=build")
            {
                Container().ShouldContain(line => line.Name == "WORKDIR" || line.Arguments.EndsWith(" AS build", StringComparison.Ordinal));
                Container().Single(line => line.Name == "RUN" && line.Arguments.StartsWith("dotnet publish", StringComparison.Ordinal)).Arguments.ShouldContain($"-o {source} ");
            }
            else
            {
                Path.Exists(Path.Combine(Repository, source)).ShouldBeTrue(copy.Arguments);
            }
        }
    }

    [Fact]
    public void What_the_container_file_runs_is_run_in_ci_too()
    {
        var script = File.ReadAllText(Path.Combine(Repository, ".ci", "run"));
        var publish = Container().Where(line => line.Name == "RUN" && line.Arguments.StartsWith("dotnet ", StringComparison.Ordinal)).ShouldHaveSingleItem().Arguments;

        script.ShouldContain(publish[..publish.IndexOf(" /app", StringComparison.Ordinal)]);
    }

    [Fact]
    public void The_container_starts_and_is_asked_by_verbs_that_the_host_takes()
    {
        var lines = Container();
        string[] program = Array("ENTRYPOINT");
        program.ShouldBe(["dotnet", "Host.Sample.dll"]);
        ShouldParse(Array("CMD"));
        var check = lines.Single(line => line.Name == "HEALTHCHECK").Arguments;
        var asked = JsonSerializer.Deserialize<string[]>(check[(check.IndexOf("CMD ", StringComparison.Ordinal) + 4)..])!;
        asked[..2].ShouldBe(program);
        ShouldParse(asked[2..]);
        new Uri(asked[^1]).Port.ShouldBe(new Uri(Array("CMD")[2]).Port, "the check asks the address that is served");
        lines.Single(line => line.Name == "EXPOSE").Arguments.ShouldBe(new Uri(asked[^1]).Port.ToString(CultureInfo.InvariantCulture));
        lines.Single(line => line.Name == "USER").Arguments.ShouldBe("$APP_UID");
        lines.Single(line => line.Name == "STOPSIGNAL").Arguments.ShouldBe("SIGTERM");
        lines.Single(line => line.Name == "ENV").Arguments.ShouldContain($"CONNECTOR_HOST_DATA={lines.Single(line => line.Name == "VOLUME").Arguments}");

        string[] Array(string name) => JsonSerializer.Deserialize<string[]>(lines.Single(line => line.Name == name).Arguments)!;
    }

    [Fact]
    public void The_manual_names_every_option_of_serving_and_what_the_unit_and_the_container_are_told()
    {
        var manual = File.ReadAllText(Path.Combine(Repository, "docs", "operations.md"));
        var root = CommandLine.Create();
        var serve = root.Subcommands.Single(command => command.Name == "serve");

        root.Options.Where(option => option.Recursive).Concat(serve.Options).Select(option => option.Name).Except(["--help", "--version"])
            .Where(name => !manual.Contains($"`{name}`", StringComparison.Ordinal)).ShouldBeEmpty();
        manual.ShouldContain("sc.exe create ConnectorHost");
        manual.ShouldContain("deploy/Containerfile");
    }

    private static void ShouldParse(string[] arguments) => CommandLine.Create().Parse(arguments).Errors.Select(error => error.Message).ShouldBeEmpty(string.Join(' ', arguments));

    private static Dictionary<string, List<string>> Unit() => File.ReadAllLines(Path.Combine(Repository, "deploy", "connector-host.service"))
        .Where(line => line.Length > 0 && line[0] is not ('#' or '['))
        .Select(line => line.Split('=', 2))
        .GroupBy(pair => pair[0], pair => pair[1])
        .ToDictionary(group => group.Key, group => group.ToList());

    private static List<(string Name, string Arguments)> Container() =>
    [
        .. File.ReadAllLines(Path.Combine(Repository, "deploy", "Containerfile"))
            .Where(line => line.Length > 0 && line[0] is not '#')
            .Select(line => line.Split(' ', 2))
            .Select(pair => (pair[0], pair[1])),
    ];

    private static string FindRepository()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);

        while (!File.Exists(Path.Combine(folder.FullName, "SlackConnectorPlugin.sln")))
        {
            folder = folder.Parent ?? throw new InvalidOperationException("The tests do not lie below the solution.");
        }

        return folder.FullName;
    }
}
