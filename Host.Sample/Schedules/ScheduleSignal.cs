namespace Host.Sample.Schedules;

/// <summary>Tells this process's own scheduler that a schedule was changed here, so that it need not wait for its next look.</summary>
public sealed class ScheduleSignal
{
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Tell() => Interlocked.Exchange(ref _changed, new(TaskCreationOptions.RunContinuationsAsynchronously)).TrySetResult();

    /// <summary>Ends at the next change. Taken before a look, so that what changes during it is not missed.</summary>
    public Task NextAsync() => Volatile.Read(ref _changed).Task;
}
