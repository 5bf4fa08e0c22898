using System.Globalization;
using Host.Sample.Database;
using Quartz.Extensibility;
using Quartz.Impl.AdoJobStore;

namespace Host.Sample.Schedules;

/// <summary>How Quartz's store keeps the plan of a trigger, in its table for triggers of simple properties.</summary>
internal sealed class ConnectorTriggerRows(TimeProvider clock) : SimplePropertiesTriggerPersistenceDelegateBase
{
    /// <summary>The type of trigger in the store, of eight letters at most.</summary>
    public const string TypeWord = "CONNECT";

    private const string Time = "HH:mm";

    public override bool CanHandleTriggerType(IOperableTrigger trigger) => trigger is ConnectorTrigger;

    public override string GetHandledTriggerTypeDiscriminator() => TypeWord;

    protected override SimplePropertiesTriggerProperties GetTriggerProperties(IOperableTrigger trigger)
    {
        var (plan, share) = trigger is ConnectorTrigger ours ? (ours.Plan, ours.Share) : throw new ArgumentException("Not a connector's trigger.", nameof(trigger));

        // A plan that could not be read must not be forgotten by being written: such a trigger does not get here, for it is never stored anew.
        return new()
        {
            String1 = plan?.Cron,
            String2 = plan?.Quiet is { } quiet ? string.Create(CultureInfo.InvariantCulture, $"{quiet.From:HH:mm}-{quiet.To:HH:mm}") : null,
            Int1 = (int)share.TotalSeconds,
            Int2 = (int)(plan?.WhenMissed ?? ScheduleMisfire.RunOnce),
            Long1 = plan?.Every is { } every ? (long)every.TotalSeconds : 0,
            Long2 = plan?.CountedFrom.ToUnixTimeSeconds() ?? 0,
            TimeZoneId = plan is null ? null : ScheduleZones.NameOf(plan.Zone),
        };
    }

    protected override TriggerPropertyBundle GetTriggerPropertyBundle(SimplePropertiesTriggerProperties properties)
    {
        var share = TimeSpan.FromSeconds(properties.Int1);

        return new(new ConnectorTriggerSchedule(Plan(properties), share, clock));
    }

    private static SchedulePlan? Plan(SimplePropertiesTriggerProperties properties) => ScheduleZones.Find(properties.TimeZoneId ?? "") is { } zone
        ? new()
        {
            Cron = string.IsNullOrEmpty(properties.String1) ? null : properties.String1,
            Every = properties.Long1 > 0 ? TimeSpan.FromSeconds(properties.Long1) : null,
            CountedFrom = DateTimeOffset.FromUnixTimeSeconds(properties.Long2),
            Zone = zone,
            Quiet = properties.String2?.Split('-') is [var from, var to]
                ? new(TimeOnly.ParseExact(from, Time, CultureInfo.InvariantCulture), TimeOnly.ParseExact(to, Time, CultureInfo.InvariantCulture))
                : null,
            WhenMissed = (ScheduleMisfire)properties.Int2,
        }
        : null;
}
