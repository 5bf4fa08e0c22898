using System.Data.Common;
using Host.Sample.Access;
using Host.Sample.Database;
using Host.Sample.Schedules;
using Host.Sample.Tests.Runs;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Host.Sample.Tests.Schedules;

/// <summary>What a schedule may be, how it reads and when its times are.</summary>
public sealed class ScheduleTests
{
    private const string London = "Europe/London";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("0 2 * * *", "Every day at 02:00, Europe/London")]
    [InlineData("0 0 2,14 * * ?", "Every day at 02:00 and 14:00, Europe/London")]
    [InlineData("@daily", "Every day at 00:00, Europe/London")]
    [InlineData("0 0 * * * ?", "Every hour, on the hour, Europe/London")]
    [InlineData("20 * * * *", "Every hour, at minute 20, Europe/London")]
    [InlineData("0 15 0/6 * * ?", "Every 6 hours from 00:15 on, Europe/London")]
    [InlineData("30 3 * * 1-5", "Every weekday, Monday to Friday, at 03:30, Europe/London")]
    [InlineData("0 30 3 ? * MON,THU", "Every Monday and Thursday at 03:30, Europe/London")]
    [InlineData("0 30 3 ? * 1", "Every Sunday at 03:30, Europe/London")]
    [InlineData("0 0 4 1 * ?", "Every month on day 1 at 04:00, Europe/London")]
    [InlineData("0 0 4 31 * ?", "Every month on day 31 at 04:00, and not at all in months that have no such day, Europe/London")]
    [InlineData("0 0 4 L * ?", "Every month on its last day at 04:00, Europe/London")]
    [InlineData("0 0 2 ? * 2#1", "By the cron expression '0 0 2 ? * 2#1', Europe/London")]
    [InlineData("0 0 2 * JAN-MAR ?", "By the cron expression '0 0 2 * JAN-MAR ?', Europe/London")]
    public async Task An_expression_reads_as_people_say_it(string cron, string words)
    {
        await using var host = await StartAsync();

        (await PreviewAsync(host, new() { Cron = cron, TimeZone = London })).Words.ShouldBe(words);
    }

    [Theory]
    [InlineData(90, "Every 1 hour 30 minutes")]
    [InlineData(60, "Every hour")]
    [InlineData(1440, "Every day")]
    [InlineData(2880, "Every 2 days")]
    [InlineData(5, "Every 5 minutes")]
    public async Task An_interval_reads_as_people_say_it_and_begins_one_interval_from_now(int minutes, string words)
    {
        await using var host = await StartAsync();

        var preview = await PreviewAsync(host, new() { EveryMinutes = minutes, TimeZone = "UTC" });

        preview.Words.ShouldBe(words);
        preview.Times.ShouldBe(Enumerable.Range(1, 5).Select(number => host.Clock.GetUtcNow().AddMinutes(number * minutes)));
    }

    [Fact]
    public async Task Quiet_hours_leave_times_out_from_their_first_minute_to_the_one_after_their_last()
    {
        await using var host = await StartAsync();

        // 08:00 in London, where the first of March is winter.
        var day = await PreviewAsync(host, new() { Cron = "0 0 * * * ?", TimeZone = London, QuietFrom = "09:00", QuietTo = "18:00" });
        var night = await PreviewAsync(host, new() { Cron = "0 0 * * * ?", TimeZone = London, QuietFrom = "10:00", QuietTo = "06:00" });
        var toMidnight = await PreviewAsync(host, new() { Cron = "0 0 0/12 * * ?", TimeZone = London, QuietFrom = "09:00", QuietTo = "00:00" });

        Hours(day).ShouldBe("18 19 20 21 22");
        Hours(night).ShouldBe("9 6 7 8 9");
        Hours(toMidnight).ShouldBe("0 0 0 0 0");
    }

    [Theory]
    [InlineData("0 30 1 * * ?", "2026-03-28T12:00Z", "2026-03-29T01:00Z", "2026-03-30T00:30Z")]
    [InlineData("0 30 1 * * ?", "2026-10-24T12:00Z", "2026-10-25T00:30Z", "2026-10-26T01:30Z")]
    [InlineData("0 0 2 * * ?", "2026-03-28T12:00Z", "2026-03-29T01:00Z", "2026-03-30T01:00Z")]
    public async Task On_days_on_which_the_clocks_change_a_run_begins_once(string cron, string from, params string[] times)
    {
        await using var host = await StartAsync();
        host.Clock.SetUtcNow(DateTimeOffset.Parse(from, System.Globalization.CultureInfo.InvariantCulture));

        var preview = await PreviewAsync(host, new() { Cron = cron, TimeZone = London });

        preview.Times.Take(2).ShouldBe(times.Select(time => DateTimeOffset.Parse(time, System.Globalization.CultureInfo.InvariantCulture)));
    }

    [Fact]
    public async Task What_happens_when_the_clocks_change_is_told_beforehand()
    {
        await using var host = await StartAsync();

        var preview = await PreviewAsync(host, new() { Cron = "30 1 * * *", TimeZone = London });

        preview.Notes.ShouldBe([
            "On 29 March 2026 the clocks go forward and there is no 01:30: it begins as soon as they have.",
            "On 25 October 2026 the clocks go back and 01:30 comes twice: it begins the first time only."]);
        (await PreviewAsync(host, new() { Cron = "30 4 * * *", TimeZone = London })).Notes.ShouldBeEmpty();
        (await PreviewAsync(host, new() { Cron = "30 1 * * *", TimeZone = "UTC" })).Notes.ShouldBeEmpty();
    }

    [Fact]
    public void Shares_of_the_jitter_stay_the_same_and_lie_apart()
    {
        var shares = Enumerable.Range(1, 100).Select(id => SchedulePlan.Share(id, 10)).Order().ToList();

        shares.ShouldAllBe(share => share >= TimeSpan.Zero && share <= TimeSpan.FromMinutes(10));
        SchedulePlan.Share(7, 10).ShouldBe(SchedulePlan.Share(7, 10));
        SchedulePlan.Share(7, 0).ShouldBe(TimeSpan.Zero);
        // Evenly it would be 6 seconds.
        shares.Zip(shares.Skip(1), (one, next) => next - one).Max().ShouldBeLessThan(TimeSpan.FromSeconds(12));
    }

    [Theory]
    [InlineData("cron", "* * * * *", "comes again after 1 minute")]
    [InlineData("cron", "* * * * * ?", "comes again after 1 second.")]
    [InlineData("cron", "0 0,1 2 * * ?", "comes again after 1 minute")]
    [InlineData("cron", "0 0 2 30 2 ?", "never comes")]
    [InlineData("cron", "0 0 2 1 1 ? 2020", "never comes")]
    [InlineData("cron", "0 0 25 * * ?", "no cron expression")]
    [InlineData("cron", "nightly", "no cron expression")]
    [InlineData("cron", "", "Say when")]
    [InlineData("everyMinutes", "4", "from 5 minutes to 31 days")]
    [InlineData("everyMinutes", "-5", "from 5 minutes to 31 days")]
    [InlineData("everyMinutes", "99999999", "from 5 minutes to 31 days")]
    [InlineData("timeZone", "", "Choose a time zone")]
    [InlineData("timeZone", "Atlantis/Harbour", "knows no time zone 'Atlantis/Harbour'")]
    [InlineData("timeZone", "../../etc/passwd", "knows no time zone")]
    [InlineData("jitterMinutes", "-1", "from 0 to 720 minutes")]
    [InlineData("jitterMinutes", "721", "from 0 to 720 minutes")]
    [InlineData("quietFrom", "25:00", "is no time of day")]
    [InlineData("quietFrom", "01:00", "falls into the quiet hours")]
    [InlineData("quietTo", "", "need both a beginning and an end")]
    [InlineData("quietTo", "08:00", "or the whole day")]
    [InlineData("whenMissed", "7", "run once, or wait")]
    public async Task What_cannot_be_followed_is_refused_at_its_field(string field, string value, string told)
    {
        await using var host = await StartAsync();
        ScheduleDraft good = new() { Cron = "0 2 * * *", TimeZone = "UTC", QuietFrom = "08:00", QuietTo = "18:00" };
        var draft = field switch
        {
            "cron" => good with { Cron = value },
            "everyMinutes" => good with { Cron = null, EveryMinutes = int.Parse(value, System.Globalization.CultureInfo.InvariantCulture) },
            "timeZone" => good with { TimeZone = value },
            "jitterMinutes" => good with { JitterMinutes = int.Parse(value, System.Globalization.CultureInfo.InvariantCulture) },
            "quietFrom" => good with { QuietFrom = value },
            "quietTo" => good with { QuietTo = value },
            _ => good with { WhenMissed = (ScheduleMisfire)7 },
        };

        var refused = await Should.ThrowAsync<HostException>(host.Get<ScheduleService>().SetAsync("Home", draft, Token));

        refused.Problem.ShouldBe(HostProblem.Invalid);
        refused.Findings.ShouldHaveSingleItem().Setting.ShouldBe(field);
        refused.Message.ShouldContain(told);
        (await host.Get<ScheduleService>().ListAsync(Token)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_year_with_no_further_day_is_told_where_the_schedule_is_shown()
    {
        await using var host = await StartAsync();
        var schedules = host.Get<ScheduleService>();
        await schedules.SetAsync("Home", new() { Cron = "0 0 2 1 6 ? 2026", TimeZone = "UTC" }, Token);

        host.Clock.Advance(TimeSpan.FromDays(200));

        var after = await schedules.GetAsync("Home", Token);
        after.NextAt.ShouldBeNull();
        after.Problem!.ShouldContain("no further time");
    }

    [Fact]
    public async Task A_zone_that_another_machine_knew_is_told_where_the_schedule_is_shown_and_spoils_no_other()
    {
        await using var host = await StartAsync();
        var schedules = host.Get<ScheduleService>();
        await schedules.SetAsync("Home", new() { Cron = "0 2 * * *", TimeZone = "UTC" }, Token);
        await using (var database = await host.DatabaseAsync(Token))
        {
            await database.ConnectorSchedules.ExecuteUpdateAsync(set => set.SetProperty(schedule => schedule.TimeZone, "Atlantis/Harbour"), Token);
        }

        var shown = (await schedules.ListAsync(Token)).ShouldHaveSingleItem();

        shown.Problem!.ShouldContain("does not know the time zone 'Atlantis/Harbour'");
        shown.ProblemFix!.ShouldContain("tzdata");
        (await schedules.TimesAsync("Home", 5, Token)).ShouldBeEmpty();
    }

    [Fact]
    public async Task An_interval_goes_on_counting_when_something_else_is_changed()
    {
        await using var host = await StartAsync();
        var schedules = host.Get<ScheduleService>();
        var first = await schedules.SetAsync("Home", new() { EveryMinutes = 60, TimeZone = "UTC" }, Token);
        host.Clock.Advance(TimeSpan.FromMinutes(40));

        var full = await schedules.SetAsync("Home", new() { EveryMinutes = 60, TimeZone = "UTC", IsFull = true }, Token);
        var another = await schedules.SetAsync("Home", new() { EveryMinutes = 90, TimeZone = "UTC" }, Token);

        full.NextAt.ShouldBe(first.NextAt);
        another.NextAt.ShouldBe(host.Clock.GetUtcNow().AddMinutes(90));
    }

    [Fact]
    public async Task Whoever_changes_a_schedule_is_told_and_recorded_and_the_later_of_two_is_refused()
    {
        await using var host = await StartAsync();
        var schedules = host.Get<ScheduleService>();

        var first = await schedules.SetAsync("Home", new() { Cron = "0 2 * * *", TimeZone = "UTC", Revision = 0 }, Token);
        var paused = await schedules.PauseAsync("Home", isPaused: true, Token);
        var stale = await Should.ThrowAsync<HostException>(schedules.SetAsync("Home", new() { Cron = "0 3 * * *", TimeZone = "UTC", Revision = first.Revision }, Token));
        var changed = await schedules.SetAsync("Home", new() { Cron = "0 3 * * *", TimeZone = "UTC", Revision = paused.Revision }, Token);

        stale.Problem.ShouldBe(HostProblem.Conflict);
        stale.Message.ShouldContain("Every day at 02:00");
        changed.IsPaused.ShouldBeTrue();
        changed.ChangedBy.ShouldBe(Actor.CommandLine.Name);
        await schedules.RemoveAsync("Home", Token);
        await using var database = await host.DatabaseAsync(Token);
        (await database.AuditEntries.OrderBy(entry => entry.Id).Select(entry => entry.Action).ToListAsync(Token)).ShouldBe(["schedule.set", "schedule.paused", "schedule.set", "schedule.removed"]);
        (await Should.ThrowAsync<HostException>(schedules.GetAsync("Home", Token))).Problem.ShouldBe(HostProblem.NotFound);
    }

    [Fact]
    public async Task A_reader_changes_nothing()
    {
        await using var host = await StartAsync();
        host.Get<CurrentActor>().Become(new("reader", AccessRole.Reader));
        var schedules = host.Get<ScheduleService>();

        (await Should.ThrowAsync<HostException>(schedules.SetAsync("Home", new() { Cron = "0 2 * * *", TimeZone = "UTC" }, Token))).Problem.ShouldBe(HostProblem.NotAllowed);
        (await Should.ThrowAsync<HostException>(schedules.PauseAsync("Home", true, Token))).Problem.ShouldBe(HostProblem.NotAllowed);
        (await Should.ThrowAsync<HostException>(schedules.RemoveAsync("Home", Token))).Problem.ShouldBe(HostProblem.NotAllowed);
    }

    [Fact]
    [Trait("Store", "Sqlite")]
    public async Task The_tables_of_the_scheduler_are_those_that_its_package_would_make()
    {
        await using var host = await StartAsync();
        var assembly = typeof(Quartz.IScheduler).Assembly;
        using StreamReader reader = new(assembly.GetManifestResourceStream("Quartz.Impl.AdoJobStore.Schema.create_sqlite.sql")!);
        var script = (await reader.ReadToEndAsync(Token)).Replace("{0}", "QRTZ_").Replace("{1}", "QRTZ_");
        await using Microsoft.Data.Sqlite.SqliteConnection theirs = new("Data Source=:memory:");
        await theirs.OpenAsync(Token);
        await using (var make = theirs.CreateCommand())
        {
#pragma warning disable CA2100 // The package's own text.
            make.CommandText = script.Replace("--;;", ";");
#pragma warning restore CA2100
            await make.ExecuteNonQueryAsync(Token);
        }

        await using var ours = (SqliteConnection)await host.Get<HostStore>().ConnectAsync(1024, Token);

        (await ColumnsAsync(ours)).ShouldBe(await ColumnsAsync(theirs));
        (await IndicesAsync(ours)).ShouldBe(await IndicesAsync(theirs));
    }

    [Fact]
    public async Task On_a_server_the_tables_of_the_scheduler_are_those_that_its_package_would_make_there()
    {
        TestDatabases.Require();
        var (mine, packages) = (await TestDatabases.MakeAsync(Token), await TestDatabases.MakeEmptyAsync(Token));

        try
        {
            await using NpgsqlConnection ours = new(mine);
            await using NpgsqlConnection theirs = new(packages);
            await ours.OpenAsync(Token);
            await theirs.OpenAsync(Token);
            using StreamReader reader = new(typeof(Quartz.IScheduler).Assembly.GetManifestResourceStream("Quartz.Impl.AdoJobStore.Schema.create_postgres.sql")!);
            await using var make = theirs.CreateCommand();
#pragma warning disable CA2100 // The package's own text.
            make.CommandText = (await reader.ReadToEndAsync(Token)).Replace("{0}", "qrtz_").Replace("{1}", "qrtz_").Replace(";;", ";");
#pragma warning restore CA2100
            await make.ExecuteNonQueryAsync(Token);

            const string Columns = "SELECT lower(table_name || '.' || column_name) || ' ' || replace(replace(udt_name, 'varchar', 'text'), 'int2', 'int4') FROM information_schema.columns WHERE lower(table_name) LIKE 'qrtz%' ORDER BY 1";
            const string Required = "SELECT lower(table_name || '.' || column_name) FROM information_schema.columns WHERE lower(table_name) LIKE 'qrtz%' AND is_nullable = 'NO' ORDER BY 1";
            const string Indices = "SELECT replace(lower(substring(indexdef FROM ' ON .*')), ' desc', '') FROM pg_indexes WHERE lower(tablename) LIKE 'qrtz%' ORDER BY 1";
            (await AskAsync(ours, Columns)).ShouldBe(await AskAsync(theirs, Columns));
            (await AskAsync(ours, Required)).Except(await AskAsync(theirs, Required)).ShouldBeEmpty("what the package leaves empty would be refused");
            (await AskAsync(ours, Indices)).ShouldBe(await AskAsync(theirs, Indices));
        }
        finally
        {
            await TestDatabases.DropAsync(mine);
            await TestDatabases.DropAsync(packages);
        }
    }

    private static async Task<TestHost> StartAsync()
    {
        var host = await TestHost.StartAsync(Token);
        host.Get<CurrentActor>().Become(Actor.CommandLine);
        await host.AddConnectorAsync("Home", null, Token);

        return host;
    }

    private static Task<SchedulePreview> PreviewAsync(TestHost host, ScheduleDraft draft) => host.Get<ScheduleService>().PreviewAsync("Home", draft, Token);

    private static string Hours(SchedulePreview preview) => string.Join(' ', preview.Times.Select(time => time.Hour));

    private static Task<List<string>> ColumnsAsync(Microsoft.Data.Sqlite.SqliteConnection connection) => AskAsync(
        connection,
        "SELECT m.name || '.' || c.name || ' ' || CASE WHEN c.\"notnull\" = 1 OR c.pk > 0 THEN 'always' ELSE '' END || c.pk FROM sqlite_master m, pragma_table_info(m.name) c WHERE m.type = 'table' AND m.name LIKE 'QRTZ%' ORDER BY m.name, c.cid");

    private static Task<List<string>> IndicesAsync(Microsoft.Data.Sqlite.SqliteConnection connection) => AskAsync(
        connection,
        "SELECT m.name || ' ' || m.tbl_name || ' ' || (SELECT group_concat(i.name) FROM pragma_index_info(m.name) i) FROM sqlite_master m WHERE m.type = 'index' AND m.name LIKE 'IDX_QRTZ%' ORDER BY m.name");

    private static async Task<List<string>> AskAsync(DbConnection connection, string sql)
    {
        await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // A test's own text.
        command.CommandText = sql;
#pragma warning restore CA2100
        await using var rows = await command.ExecuteReaderAsync(Token);
        List<string> found = [];

        while (await rows.ReadAsync(Token))
        {
            found.Add(rows.GetString(0));
        }

        return found;
    }
}
