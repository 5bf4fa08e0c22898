using System.Globalization;
using Host.Sample.Access;
using Host.Sample.Database;
using Host.Sample.Inventory;
using Microsoft.EntityFrameworkCore;

namespace Host.Sample.Schedules;

/// <summary>The door to schedules: anybody may read them; operators, who may run a connector now, say when it runs by itself.</summary>
public sealed class ScheduleService(
    IDbContextFactory<HostDatabase> databases, StoreWriter writer, ScheduleCheck check, ScheduleSignal signal, ScheduleTrouble trouble, CurrentActor current, AuditTrail audit, TimeProvider clock)
{
    /// <summary>How many times are shown beforehand.</summary>
    public const int TimesShown = 5;

    /// <summary>What keeps this process's scheduler from its work; null: nothing, or it has none.</summary>
    public HostException? Trouble => trouble.Problem;

    /// <summary>The schedules that there are, by the connector's name.</summary>
    public async Task<IReadOnlyList<ScheduleView>> ListAsync(CancellationToken cancellationToken)
    {
        await using var database = await databases.CreateDbContextAsync(cancellationToken);

        return [.. (await Rows(database).ToListAsync(cancellationToken)).OrderBy(row => row.Connector.Name, StringComparer.OrdinalIgnoreCase).Select(View)];
    }

    /// <summary>The schedules that there are, by the connector's number.</summary>
    public async Task<IReadOnlyDictionary<int, ScheduleView>> ByConnectorAsync(CancellationToken cancellationToken) => (await ListAsync(cancellationToken)).ToDictionary(view => view.ConnectorId);

    /// <summary>The schedule of a connector; null: it has none.</summary>
    /// <exception cref="HostException"><see cref="HostProblem.NotFound"/>: no such connector.</exception>
    public async Task<ScheduleView?> FindAsync(string connector, CancellationToken cancellationToken)
    {
        await using var database = await databases.CreateDbContextAsync(cancellationToken);
        var owner = ConnectorLookup.Find(database, connector);

        return await Rows(database).SingleOrDefaultAsync(row => row.Schedule.ConnectorId == owner.Id, cancellationToken) is { } row ? View(row) : null;
    }

    /// <exception cref="HostException"><see cref="HostProblem.NotFound"/>: no such connector, or it has no schedule.</exception>
    public async Task<ScheduleView> GetAsync(string connector, CancellationToken cancellationToken) => await FindAsync(connector, cancellationToken) ?? throw None(connector);

    /// <summary>The next times of a connector's schedule, in its zone; none while it is paused.</summary>
    /// <exception cref="HostException"><see cref="HostProblem.NotFound"/>.</exception>
    public async Task<IReadOnlyList<DateTimeOffset>> TimesAsync(string connector, int count, CancellationToken cancellationToken)
    {
        await using var database = await databases.CreateDbContextAsync(cancellationToken);
        var owner = ConnectorLookup.Find(database, connector);
        var schedule = await database.ConnectorSchedules.AsNoTracking().SingleOrDefaultAsync(entity => entity.ConnectorId == owner.Id, cancellationToken) ?? throw None(owner.Name);

        return schedule.IsPaused || ScheduleZones.Find(schedule.TimeZone) is null ? [] : SchedulePlan.Of(schedule).Next(clock.GetUtcNow(), Share(schedule), count);
    }

    /// <summary>What a schedule would do; nothing is stored.</summary>
    /// <exception cref="HostException"><see cref="HostProblem.NotFound"/>; <see cref="HostProblem.Invalid"/> with a finding a field.</exception>
    public async Task<SchedulePreview> PreviewAsync(string connector, ScheduleDraft draft, CancellationToken cancellationToken)
    {
        await using var database = await databases.CreateDbContextAsync(cancellationToken);
        var owner = ConnectorLookup.Find(database, connector);
        var known = await database.ConnectorSchedules.AsNoTracking().SingleOrDefaultAsync(entity => entity.ConnectorId == owner.Id, cancellationToken);
        var now = clock.GetUtcNow();

        return await Task.Run(
            () =>
            {
                var plan = check.Plan(draft, owner.Id, CountedFrom(known, draft.EveryMinutes, now));

                return new SchedulePreview(
                    ScheduleWords.Of(plan), plan.Cron, plan.Next(now, SchedulePlan.Share(owner.Id, plan.JitterMinutes), TimesShown), ClockChanges.Notes(plan, now));
            },
            cancellationToken);
    }

    /// <summary>Gives a connector a schedule, in place of the one that it has. One that is paused stays paused.</summary>
    /// <exception cref="HostException"><see cref="HostProblem.NotAllowed"/>, <see cref="HostProblem.NotFound"/>; <see cref="HostProblem.Invalid"/> with a finding a field; <see cref="HostProblem.Conflict"/>: it was changed since it was looked at.</exception>
    public async Task<ScheduleView> SetAsync(string connector, ScheduleDraft draft, CancellationToken cancellationToken)
    {
        current.Require(AccessRole.Operator);
        var (owner, known) = await KnownAsync(connector, cancellationToken);
        var now = clock.GetUtcNow();
        var plan = await Task.Run(() => check.Plan(draft, owner.Id, CountedFrom(known, draft.EveryMinutes, now)), cancellationToken);

        await writer.WriteAsync(
            write =>
            {
                var schedule = write.Database.ConnectorSchedules.SingleOrDefault(entity => entity.ConnectorId == owner.Id);
                RequireUnchanged(schedule, draft.Revision, owner);

                if (schedule is null)
                {
                    schedule = new() { ConnectorId = owner.Id, TimeZone = "", ChangedBy = "" };
                    write.Database.ConnectorSchedules.Add(schedule);
                }

                schedule.Cron = plan.Cron;
                schedule.EveryMinutes = plan.Every is { } every ? (int)every.TotalMinutes : null;
                schedule.CountedFrom = plan.CountedFrom;
                schedule.TimeZone = ScheduleZones.NameOf(plan.Zone);
                schedule.JitterMinutes = plan.JitterMinutes;
                schedule.QuietFrom = plan.Quiet?.From;
                schedule.QuietTo = plan.Quiet?.To;
                schedule.WhenMissed = plan.WhenMissed;
                schedule.IsFull = plan.IsFull;
                Changed(schedule, now);
                audit.Add(write.Database, "schedule.set", owner.Name, $"{ScheduleWords.Of(plan)}; when missed: {ScheduleWords.Of(plan.WhenMissed)}{(plan.IsFull ? "; in full" : "")}");
                write.Database.SaveChanges();
            },
            cancellationToken);
        signal.Tell();

        return await GetAsync(connector, cancellationToken);
    }

    /// <summary>Lets nothing begin by a connector's schedule, or lets it begin again from its next time on; what passed meanwhile is not made up for.</summary>
    /// <exception cref="HostException"><see cref="HostProblem.NotAllowed"/>, <see cref="HostProblem.NotFound"/>.</exception>
    public async Task<ScheduleView> PauseAsync(string connector, bool isPaused, CancellationToken cancellationToken)
    {
        current.Require(AccessRole.Operator);
        var now = clock.GetUtcNow();
        await writer.WriteAsync(
            write =>
            {
                var owner = ConnectorLookup.Find(write.Database, connector);
                var schedule = write.Database.ConnectorSchedules.SingleOrDefault(entity => entity.ConnectorId == owner.Id) ?? throw None(owner.Name);

                if (schedule.IsPaused != isPaused)
                {
                    schedule.IsPaused = isPaused;
                    Changed(schedule, now);
                    audit.Add(write.Database, isPaused ? "schedule.paused" : "schedule.resumed", owner.Name, null);
                    write.Database.SaveChanges();
                }
            },
            cancellationToken);
        signal.Tell();

        return await GetAsync(connector, cancellationToken);
    }

    /// <summary>Takes a connector's schedule away; a run that is at work goes on.</summary>
    /// <exception cref="HostException"><see cref="HostProblem.NotAllowed"/>, <see cref="HostProblem.NotFound"/>.</exception>
    public async Task RemoveAsync(string connector, CancellationToken cancellationToken)
    {
        current.Require(AccessRole.Operator);
        await writer.WriteAsync(
            write =>
            {
                var owner = ConnectorLookup.Find(write.Database, connector);
                var schedule = write.Database.ConnectorSchedules.SingleOrDefault(entity => entity.ConnectorId == owner.Id) ?? throw None(owner.Name);
                write.Database.ConnectorSchedules.Remove(schedule);
                audit.Add(write.Database, "schedule.removed", owner.Name, ScheduleWords.Of(schedule));
                write.Database.SaveChanges();
            },
            cancellationToken);
        signal.Tell();
    }

    private static IQueryable<Row> Rows(HostDatabase database) =>
        from schedule in database.ConnectorSchedules.AsNoTracking()
        join connector in database.Connectors.AsNoTracking() on schedule.ConnectorId equals connector.Id
        join server in database.EndpointServers.AsNoTracking() on connector.EndpointServerId equals server.Id
        select new Row { Schedule = schedule, Connector = connector, Server = server.Name };

    private static HostException None(string connector) =>
        new(HostProblem.NotFound, $"The connector '{connector}' has no schedule: it runs only when somebody asks for it.", "Give it one: on its page 'Schedule', by 'schedules set', or by PUT /api/connectors/{connector}/schedule.");

    private static void RequireUnchanged(ConnectorSchedule? schedule, int? revision, Connector owner)
    {
        if (revision is { } seen && seen != (schedule?.Revision ?? 0))
        {
            throw new HostException(
                HostProblem.Conflict,
                schedule is null
                    ? $"The schedule of '{owner.Name}' was removed while you were editing it."
                    : $"The schedule of '{owner.Name}' was changed by {schedule.ChangedBy} while you were editing it: {ScheduleWords.Of(schedule)}.",
                "Look at it again before you change it.");
        }
    }

    private static TimeSpan Share(ConnectorSchedule schedule) => SchedulePlan.Share(schedule.ConnectorId, schedule.JitterMinutes);

    // An interval goes on counting from where it began when only something else is changed.
    private static DateTimeOffset CountedFrom(ConnectorSchedule? known, int? everyMinutes, DateTimeOffset now) => known is not null && known.EveryMinutes is not null && known.EveryMinutes == everyMinutes
        ? known.CountedFrom
        : DateTimeOffset.FromUnixTimeSeconds(now.ToUnixTimeSeconds());

    private void Changed(ConnectorSchedule schedule, DateTimeOffset now)
    {
        schedule.ChangedBy = current.Name;
        schedule.ChangedAt = now;
        schedule.Revision++;
    }

    private async Task<(Connector Owner, ConnectorSchedule? Known)> KnownAsync(string connector, CancellationToken cancellationToken)
    {
        await using var database = await databases.CreateDbContextAsync(cancellationToken);
        var owner = ConnectorLookup.Find(database, connector);

        return (owner, await database.ConnectorSchedules.AsNoTracking().SingleOrDefaultAsync(entity => entity.ConnectorId == owner.Id, cancellationToken));
    }

    private ScheduleView View(Row row)
    {
        var schedule = row.Schedule;
        var share = Share(schedule);
        var (next, problem) = Next(schedule, share);

        return new()
        {
            ConnectorId = schedule.ConnectorId,
            Connector = row.Connector.Name,
            PluginId = row.Connector.PluginId,
            EndpointServer = row.Server,
            Words = ScheduleWords.Of(schedule),
            Cron = schedule.Cron,
            EveryMinutes = schedule.EveryMinutes,
            TimeZone = schedule.TimeZone,
            JitterMinutes = schedule.JitterMinutes,
            ShareSeconds = (int)share.TotalSeconds,
            QuietFrom = schedule.QuietFrom?.ToString("HH:mm", CultureInfo.InvariantCulture),
            QuietTo = schedule.QuietTo?.ToString("HH:mm", CultureInfo.InvariantCulture),
            WhenMissed = schedule.WhenMissed,
            IsFull = schedule.IsFull,
            IsPaused = schedule.IsPaused,
            NextAt = next,
            ChangedBy = schedule.ChangedBy,
            ChangedAt = schedule.ChangedAt,
            Revision = schedule.Revision,
            Last = LastFiring.Of(schedule),
            Problem = problem?.Message,
            ProblemFix = problem?.Fix,
        };
    }

    private (DateTimeOffset? Next, HostException? Problem) Next(ConnectorSchedule schedule, TimeSpan share)
    {
        try
        {
            var times = SchedulePlan.Of(schedule).Next(clock.GetUtcNow(), share, 1);

            return times.Count > 0
                ? (schedule.IsPaused ? null : times[0], null)
                : (null, new(HostProblem.Invalid, "This schedule has no further time: no day from now on matches it.", "Change it, or remove it."));
        }
        catch (HostException exception)
        {
            return (null, exception);
        }
    }

    private sealed class Row
    {
        public required ConnectorSchedule Schedule { get; init; }

        public required Connector Connector { get; init; }

        public required string Server { get; init; }
    }
}
