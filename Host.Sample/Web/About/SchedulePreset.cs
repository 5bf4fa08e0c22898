namespace Host.Sample.Web.About;

/// <summary>The ways in which the form lets somebody say when.</summary>
internal enum SchedulePreset
{
    Hourly,

    /// <summary>Every six hours, or every other number of hours that divides a day.</summary>
    EveryHours,
    Daily,
    Weekly,
    Monthly,
    Interval,
    Cron,
}
