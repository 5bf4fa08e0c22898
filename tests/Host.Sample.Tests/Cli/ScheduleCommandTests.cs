using System.Text.Json;

namespace Host.Sample.Tests.Cli;

/// <summary><c>schedules</c>, as it is typed and told.</summary>
public sealed class ScheduleCommandTests : IAsyncLifetime
{
    private readonly TestFolders _folders = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _folders.InstallOrchard();
        var token = Path.Combine(_folders.Plugins, ".token");
        await File.WriteAllTextAsync(token, "typed-in-token", Token);
        (await RunAsync("features", "enable", "orchard")).ShouldSucceed();
        (await RunAsync("connectors", "add", "Home", "--plugin", "orchard", "--secret", $"token=@{token}")).ShouldSucceed();
    }

    public ValueTask DisposeAsync()
    {
        _folders.Dispose();

        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task A_schedule_is_set_shown_changed_paused_resumed_and_removed()
    {
        (await RunAsync("schedules", "list")).ShouldSucceed().ShouldContain("No connector has a schedule");
        var set = (await RunAsync("schedules", "set", "Home", "--weekly", "mon,thursday", "--at", "02:30", "--zone", "Europe/London", "--quiet", "08:00-18:00", "--jitter", "10", "--full")).ShouldSucceed();
        set.ShouldContain("Home: Every Monday and Thursday at 02:30, Europe/London, up to 10 minutes later, not between 08:00 and 18:00.");
        set.ShouldContain("Next, Europe/London");
        set.ShouldContain("everything, each time");

        // What is left out stays.
        (await RunAsync("schedules", "set", "Home", "--monthly", "last", "--at", "4:00", "--quiet", "none", "--not-full")).ShouldSucceed()
            .ShouldContain("Home: Every month on its last day at 04:00, Europe/London, up to 10 minutes later.");
        (await RunAsync("schedules", "pause", "Home")).ShouldSucceed().ShouldContain("is paused");
        (await RunAsync("schedules", "list")).ShouldSucceed().ShouldContain("paused");
        (await RunAsync("schedules", "resume", "Home")).ShouldSucceed().ShouldContain("begins next at");
        var json = JsonSerializer.Deserialize<JsonElement>((await RunAsync("schedules", "show", "Home", "--json")).ShouldSucceed());
        json.GetProperty("schedule").GetProperty("cron").GetString().ShouldBe("0 0 4 L * ?");
        json.GetProperty("times").GetArrayLength().ShouldBe(5);

        (await RunAsync("schedules", "remove", "Home")).ShouldSucceed().ShouldContain("is gone");
        (await RunAsync("schedules", "show", "Home")).ExitCode.ShouldBe((int)HostProblem.NotFound);
    }

    [Fact]
    public async Task A_preview_says_what_would_happen_and_stores_nothing()
    {
        (await RunAsync("schedules", "preview", "Home", "--every", "90m")).ShouldSucceed().ShouldContain("Every 1 hour 30 minutes.");
        JsonSerializer.Deserialize<JsonElement>((await RunAsync("schedules", "preview", "Home", "--daily", "02:00", "--zone", "UTC", "--json")).ShouldSucceed()).GetProperty("cron").GetString().ShouldBe("0 0 2 * * ?");
        (await RunAsync("schedules", "list")).ShouldSucceed().ShouldContain("No connector has a schedule");
    }

    [Theory]
    [InlineData(5, "Say when", "set", "Home")]
    [InlineData(5, "cron", "set", "Home", "--cron", "nightly")]
    [InlineData(5, "At least 5 minutes", "set", "Home", "--cron", "* * * * *")]
    [InlineData(5, "from 5 minutes", "set", "Home", "--every", "1m")]
    [InlineData(5, "knows no time zone", "set", "Home", "--daily", "02:00", "--zone", "Atlantis")]
    [InlineData(5, "is no time of day", "set", "Home", "--daily", "02:00", "--quiet", "late-later")]
    [InlineData(2, "30m, 6h or 1d", "set", "Home", "--every", "soon")]
    [InlineData(2, "Give one of", "set", "Home", "--every", "1h", "--daily", "02:00")]
    [InlineData(2, "no day of the week", "set", "Home", "--weekly", "mon,someday", "--at", "02:00")]
    [InlineData(2, "--at is missing", "set", "Home", "--weekly", "mon")]
    [InlineData(2, "--at alone", "set", "Home", "--at", "02:00")]
    [InlineData(2, "no day of a month", "set", "Home", "--monthly", "32", "--at", "02:00")]
    [InlineData(2, "does not fit --quiet", "set", "Home", "--daily", "02:00", "--quiet", "late")]
    [InlineData(2, "does not fit --missed", "set", "Home", "--daily", "02:00", "--missed", "never")]
    [InlineData(2, "opposite", "set", "Home", "--daily", "02:00", "--full", "--not-full")]
    [InlineData(2, "--jitter", "set", "Home", "--daily", "02:00", "--jitter", "9999")]
    [InlineData(3, "no connector", "set", "Nobody", "--daily", "02:00")]
    [InlineData(3, "no schedule", "pause", "Home")]
    [InlineData(3, "no schedule", "remove", "Home")]
    public async Task A_wrong_command_is_told_in_a_sentence(int exitCode, string told, params string[] arguments)
    {
        var wrong = await RunAsync(["schedules", .. arguments]);

        wrong.ExitCode.ShouldBe(exitCode, wrong.Output + wrong.Errors);
        wrong.Errors.ShouldContain(told);
        wrong.Errors.ShouldNotContain("   at ");
    }

    private Task<Typed> RunAsync(params string[] arguments) => Typed.RunAsync(_folders, arguments);
}
