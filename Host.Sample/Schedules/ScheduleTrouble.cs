namespace Host.Sample.Schedules;

/// <summary>What keeps this process's scheduler from its work; told on pages, in the log once.</summary>
public sealed class ScheduleTrouble
{
    /// <summary>What it is; null: nothing, or this process has no scheduler.</summary>
    public HostException? Problem { get; private set; }

    /// <returns>Whether it is another trouble than before.</returns>
    public bool Note(HostException? problem)
    {
        var isNews = problem?.Message != Problem?.Message;
        Problem = problem;

        return isNews;
    }
}
