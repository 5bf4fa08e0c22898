using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Host.Sample.Access;
using Host.Sample.Cli;
using Host.Sample.Connectors;
using Host.Sample.Logs;
using Host.Sample.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace Host.Sample.Tests.Support;

public sealed class DebugLevelTests
{
    private const string OfBorder = "was asked to {Task}";
    private const string OfPlugin = "The office knows {Scopes} scopes";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Debug_lines_are_written_for_as_long_as_was_said_and_not_longer()
    {
        FakeTimeProvider clock = new(DateTimeOffset.UnixEpoch.AddYears(60));
        await using var host = await WebFixture.StartAsync(clock: clock);
        await host.AddConnectorAsync("North");
        await TestAsync(host, "North");
        (await LogAsync(host)).ShouldNotContain(OfBorder);

        using var raised = await host.Client.PutAsJsonAsync("/api/support/debug", new { minutes = 10 }, Token);
        await TestAsync(host, "North");
        var during = await LogAsync(host);
        clock.Advance(TimeSpan.FromMinutes(10));
        await TestAsync(host, "North");

        raised.StatusCode.ShouldBe(HttpStatusCode.OK);
        during.ShouldContain(OfBorder);
        during.ShouldContain(OfPlugin);
        Lines(await LogAsync(host), OfBorder).ShouldBe(Lines(during, OfBorder));
        (await host.Client.GetFromJsonAsync<JsonElement>("/api/support", Token)).GetProperty("debug").ValueKind.ShouldBe(JsonValueKind.Null);
        (await host.Get<AuditTrail>().ListAsync("support.debug_raised", 0, 10, Token)).Total.ShouldBe(1);
    }

    [Fact]
    public async Task A_host_that_serves_notices_what_another_process_asked_for_and_says_when_it_begins_and_ends()
    {
        FakeTimeProvider clock = new(DateTimeOffset.UnixEpoch.AddYears(60));
        await using var host = await WebFixture.StartAsync(clock: clock);
        await host.AddConnectorAsync("North");
        await using (var other = OtherProcess(host, clock))
        {
            await other.GetRequiredService<DebugLevel>().BeginAsync(5, null, Token);
        }

        await LogsAsync(host, clock, "Debug lines are written until", times: 2);
        await TestAsync(host, "North");
        clock.Advance(TimeSpan.FromMinutes(5));
        await LogsAsync(host, clock, "Debug lines are no longer written");

        (await LogAsync(host)).ShouldContain(OfPlugin);
    }

    [Fact]
    public async Task It_outlives_a_restart_and_still_ends()
    {
        FakeTimeProvider clock = new(DateTimeOffset.UnixEpoch.AddYears(60));
        await using var host = await WebFixture.StartAsync(clock: clock);
        await host.Get<DebugLevel>().BeginAsync(DebugLevel.MostMinutes, null, Token);

        await using var restarted = OtherProcess(host, clock);
        var level = restarted.GetRequiredService<DebugLevel>();
        level.Apply();
        var before = restarted.GetRequiredService<ILoggerFactory>().CreateLogger("Host.Test").IsEnabled(LogLevel.Debug);
        clock.Advance(TimeSpan.FromDays(1));
        level.Apply();

        before.ShouldBeTrue();
        restarted.GetRequiredService<ILoggerFactory>().CreateLogger("Host.Test").IsEnabled(LogLevel.Debug).ShouldBeFalse();
        level.Read().ShouldBeNull();
    }

    [Fact]
    public async Task One_connector_alone_can_be_looked_at()
    {
        await using var host = await WebFixture.StartAsync();
        await host.AddConnectorAsync("North");
        await host.AddConnectorAsync("South");
        await host.Get<DebugLevel>().BeginAsync(5, "South", Token);

        await TestAsync(host, "North");
        (await LogAsync(host)).ShouldNotContain(OfPlugin);
        await TestAsync(host, "South");

        (await LogAsync(host)).ShouldContain(OfPlugin);
        host.Get<DebugLevel>().Read().ShouldNotBeNull().Connector.ShouldBe("South");
    }

    [Fact]
    public async Task It_is_ended_before_its_time()
    {
        await using var host = await WebFixture.StartAsync();
        await host.AddConnectorAsync("North");
        await host.Get<DebugLevel>().BeginAsync(5, null, Token);

        using var ended = await host.Client.DeleteAsync("/api/support/debug", Token);
        await TestAsync(host, "North");

        ended.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await LogAsync(host)).ShouldNotContain(OfPlugin);
    }

    [Theory]
    [InlineData("""{"Until":"9999-01-01T00:00:00+00:00","ConnectorId":null,"Connector":null,"By":"x"}""")]
    [InlineData("""{"Until":"yesterday"}""")]
    [InlineData("nonsense")]
    [InlineData("")]
    public async Task A_file_that_nobody_here_wrote_turns_nothing_on(string content)
    {
        await using var host = await WebFixture.StartAsync();
        await File.WriteAllTextAsync(Path.Combine(host.Folders.Data, "debug-level.json"), content, Token);

        host.Get<DebugLevel>().Apply();

        host.Get<DebugLevel>().Read().ShouldBeNull();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1_441)]
    public async Task It_lasts_a_day_at_most(int minutes)
    {
        await using var host = await WebFixture.StartAsync();

        using var answer = await host.Client.PutAsJsonAsync("/api/support/debug", new { minutes }, Token);

        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task Only_administrators_decide_over_it()
    {
        await using var host = await WebFixture.StartAsync();
        host.Get<CurrentActor>().Become(new("Olga", AccessRole.Operator));

        (await Should.ThrowAsync<HostException>(() => host.Get<DebugLevel>().BeginAsync(5, null, Token))).Problem.ShouldBe(HostProblem.NotAllowed);
        (await Should.ThrowAsync<HostException>(() => host.Get<DebugLevel>().EndAsync(Token))).Problem.ShouldBe(HostProblem.NotAllowed);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("1441")]
    [InlineData("soon")]
    public void The_command_line_takes_minutes_up_to_a_day(string minutes) =>
        CommandLine.Create().Parse(["support", "debug", "--minutes", minutes]).Errors.ShouldNotBeEmpty();

    // A second host over the same folder, as far as its log goes.
    private static ServiceProvider OtherProcess(WebFixture host, TimeProvider clock) =>
        new ServiceCollection().AddSingleton(clock).AddSingleton(new KnownSecrets()).AddHostRooms(host.Folders.Options).AddHostLog(Serilog.Events.LogEventLevel.Fatal).BuildServiceProvider();

    private static async Task TestAsync(WebFixture host, string connector) => await host.Get<ConnectorService>().TestAsync(connector, Token);

    private static int Lines(string log, string template) => log.Split('\n').Count(line => line.Contains(template, StringComparison.Ordinal));

    private static async Task LogsAsync(WebFixture host, FakeTimeProvider clock, string text, int times = 1)
    {
        for (var tries = 0; Lines(await LogAsync(host), text) < times; tries++)
        {
            tries.ShouldBeLessThan(500, $"'{text}' was not logged.");
            clock.Advance(TimeSpan.FromSeconds(1));
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, Token);
        }
    }

    private static async Task<string> LogAsync(WebFixture host)
    {
        System.Text.StringBuilder text = new();

        foreach (var file in Directory.EnumerateFiles(Path.Combine(host.Folders.Data, "logs")))
        {
            await using FileStream stream = new(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using StreamReader reader = new(stream);
            text.Append(await reader.ReadToEndAsync(Token));
        }

        return text.ToString();
    }
}
