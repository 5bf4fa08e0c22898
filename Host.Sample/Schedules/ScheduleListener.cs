using Quartz;

namespace Host.Sample.Schedules;

/// <summary>Hears what goes wrong inside Quartz, where nobody is called.</summary>
internal sealed class ScheduleListener(Action<Exception> note) : ISchedulerListener
{
    public ValueTask SchedulerError(IScheduler scheduler, SchedulerErrorContext errorContext, CancellationToken cancellationToken = default)
    {
        note(errorContext.Exception);

        return default;
    }
}
