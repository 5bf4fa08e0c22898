namespace Host.Sample.Schedules;

/// <summary>The usual forms of a cron expression.</summary>
public enum CronKind
{
    Hourly,
    Daily,
    Weekly,
    Monthly,
}
