using Host.Sample.Database;
using Microsoft.EntityFrameworkCore;
using Quartz;

namespace Host.Sample.Schedules;

/// <summary>Makes Quartz's triggers what the schedules of this endpoint server's connectors say.</summary>
internal sealed class ScheduleSync(IDbContextFactory<HostDatabase> databases, HostOptions options, TimeProvider clock)
{
    /// <returns>How many triggers were made, replaced or taken away.</returns>
    public async Task<int> AlignAsync(IScheduler scheduler, CancellationToken cancellationToken)
    {
        var wanted = await WantedAsync(cancellationToken);
        var there = (await scheduler.QueryTriggers(new() { Group = GroupMatcher<TriggerKey>.GroupEquals(ScheduleJob.Group), Take = PagedQuery.All }, cancellationToken)).Items;
        var changes = 0;

        foreach (var trigger in there.Where(trigger => !wanted.ContainsKey(trigger.Key)))
        {
            await scheduler.DeleteJob(trigger.JobKey, cancellationToken);
            changes++;
        }

        var kept = there.Where(trigger => trigger.State is not TriggerState.Error).ToDictionary(trigger => trigger.Key, trigger => trigger.Description);

        foreach (var (key, schedule) in wanted.Where(schedule => kept.GetValueOrDefault(schedule.Key) != SchedulePlan.Mark(schedule.Value)))
        {
            if (Trigger(key, schedule) is { } trigger)
            {
                var job = JobBuilder.Create<ScheduleJob>().WithIdentity(ScheduleJob.Key(schedule.ConnectorId)).Build();
                await scheduler.ScheduleJob(job, [trigger], ScheduleJobOptions.Replacing, cancellationToken);
                changes++;
            }
        }

        return changes;
    }

    private ITrigger? Trigger(TriggerKey key, ConnectorSchedule schedule)
    {
        var plan = SchedulePlan.Of(schedule);
        var share = SchedulePlan.Share(schedule.ConnectorId, schedule.JitterMinutes);

        // One that has no further time stays without a trigger, and its page says so.
        return plan.After(clock.GetUtcNow(), share) is null
            ? null
            : TriggerBuilder.Create(clock)
                .WithIdentity(key)
                .ForJob(ScheduleJob.Key(schedule.ConnectorId))
                .WithDescription(SchedulePlan.Mark(schedule))
                .StartAt(clock.GetUtcNow())
                .WithSchedule(new ConnectorTriggerSchedule(plan, share, clock))
                .Build();
    }

    private async Task<Dictionary<TriggerKey, ConnectorSchedule>> WantedAsync(CancellationToken cancellationToken)
    {
        await using var database = await databases.CreateDbContextAsync(cancellationToken);
        var schedules = await (
            from schedule in database.ConnectorSchedules.AsNoTracking()
            join connector in database.Connectors on schedule.ConnectorId equals connector.Id
            join server in database.EndpointServers on connector.EndpointServerId equals server.Id
            where server.Name == options.EndpointServer && !schedule.IsPaused
            select schedule).ToListAsync(cancellationToken);

        // A zone that this machine does not know is told where the schedule is shown; it keeps no other schedule from being followed.
        return schedules.Where(schedule => ScheduleZones.Find(schedule.TimeZone) is not null).ToDictionary(schedule => ScheduleJob.TriggerKey(schedule.ConnectorId));
    }
}
