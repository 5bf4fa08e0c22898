using Host.Sample.Database;
using Quartz;
using Quartz.Impl.Triggers;

namespace Host.Sample.Schedules;

/// <summary>A schedule as Quartz follows it: its times are those of the plan, later by the connector's share of the jitter, outside the quiet hours.</summary>
internal sealed class ConnectorTrigger(SchedulePlan? plan, TimeSpan share, TimeProvider clock) : TriggerBase(clock)
{
    private readonly TimeProvider _clock = clock;

    /// <summary>The plan; null: this machine cannot follow the one that is stored, and the trigger has no further time.</summary>
    public SchedulePlan? Plan { get; } = plan;

    /// <summary>How much later than planned the connector begins.</summary>
    public TimeSpan Share { get; } = share;

    public override DateTimeOffset? NextFireTimeUtc { get; set; }

    public override DateTimeOffset? PreviousFireTimeUtc { get; set; }

    public override DateTimeOffset? FinalFireTimeUtc => null;

    public override bool MayFireAgain => NextFireTimeUtc is not null;

    protected override bool HasMillisecondPrecision => false;

    public override IScheduleBuilder GetScheduleBuilder() => new ConnectorTriggerSchedule(Plan, Share, _clock);

    public override DateTimeOffset? GetFireTimeAfter(DateTimeOffset? afterTime) => Plan?.After(Later(afterTime ?? _clock.GetUtcNow(), StartTimeUtc), Share)?.ToUniversalTime();

    public override DateTimeOffset? ComputeFirstFireTimeUtc(ICalendar? calendar) => NextFireTimeUtc = GetFireTimeAfter(StartTimeUtc);

    public override void Triggered(ICalendar? calendar)
    {
        PreviousFireTimeUtc = NextFireTimeUtc;
        NextFireTimeUtc = GetFireTimeAfter(NextFireTimeUtc);
    }

    public override void UpdateAfterMisfire(ICalendar? calendar)
    {
        var now = _clock.GetUtcNow();
        var next = GetFireTimeAfter(now);

        if (Plan is { WhenMissed: ScheduleMisfire.RunOnce })
        {
            // A host that comes back has many to make up for: these are spread like any other time.
            var madeUp = Plan.Allowed(now + Share).ToUniversalTime();
            next = next < madeUp ? next : madeUp;
        }

        NextFireTimeUtc = next;
    }

    public override void UpdateWithNewCalendar(ICalendar? calendar, TimeSpan misfireThreshold)
    {
        // The quiet hours are the plan's own; the trigger has no calendar beside it.
    }

    protected override bool ValidateMisfireInstruction(int misfireInstruction) => misfireInstruction == 0;

    private static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;
}
