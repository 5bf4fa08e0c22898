using System.Text.Json;
using Host.Sample.Runs;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Host.Sample.Tests.Cli;

/// <summary>How a container's or a supervisor's check is answered.</summary>
public sealed class HealthCommandTests
{
    [Fact]
    public async Task A_host_that_is_well_is_told_by_a_table_and_by_its_exit_code()
    {
        await using var host = await WebFixture.StartAsync();

        var asked = (await Typed.RunAsync(host.Folders, "health", "--address", host.Door.Address.AbsoluteUri)).ShouldSucceed();

        asked.ShouldContain("The host is ready");
        asked.ShouldContain("plugins");
    }

    [Fact]
    public async Task A_host_that_stops_is_not_ready_and_says_why()
    {
        await using var host = await WebFixture.StartAsync();
        host.Get<RunHalt>().Ask();

        var asked = await Typed.RunAsync(host.Folders, "health", "--address", host.Door.Address.AbsoluteUri, "--json");

        asked.ExitCode.ShouldBe((int)HostProblem.StoreUnavailable);
        JsonDocument.Parse(asked.Output).RootElement.GetProperty("status").GetString().ShouldBe("unready");
        asked.Output.ShouldContain("The host is stopping");
    }

    [Theory]
    [InlineData("http://127.0.0.1:9")]
    [InlineData("http://no-such-host.invalid")]
    public async Task Where_nobody_answers_it_says_so(string address)
    {
        using TestFolders folders = new();

        var asked = await Typed.RunAsync(folders, "health", "--address", address);

        asked.ExitCode.ShouldBe((int)HostProblem.StoreUnavailable);
        asked.Errors.ShouldContain("No host answers at");
    }

    /// <summary>The managers of services are asked at every start; where none has started the process, nothing of theirs is used.</summary>
    [Fact]
    public async Task At_a_terminal_no_service_manager_is_spoken_to()
    {
        await using var host = await WebFixture.StartAsync();

        host.Door.App.Services.GetRequiredService<IHostLifetime>().GetType().Name.ShouldBe("ConsoleLifetime");
    }

    [Fact]
    public async Task A_lost_key_is_made_anew_while_the_host_serves()
    {
        await using var host = await WebFixture.StartAsync();

        var key = (await Typed.RunAsync(host.Folders, "access-key")).ShouldSucceed().Trim();

        host.Anonymous.DefaultRequestHeaders.Authorization = new("Bearer", key);
        (await host.Anonymous.GetAsync("/api/plugins", TestContext.Current.CancellationToken)).IsSuccessStatusCode.ShouldBeTrue();
        (await host.Client.GetAsync("/api/plugins", TestContext.Current.CancellationToken)).IsSuccessStatusCode.ShouldBeFalse("the old one has ended");
    }
}
