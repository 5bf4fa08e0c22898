namespace Host.Sample.Licences;

/// <summary>Runs in their order.</summary>
/// <param name="runs">By id, the first one first.</param>
internal sealed class RunLine(IReadOnlyList<KnownRun> runs)
{
    public IReadOnlyList<KnownRun> All { get; } = runs;

    public KnownRun? Find(long id) => LastBefore(id + 1) is { } run && run.Id == id ? run : null;

    /// <summary>The last run whose id is lower.</summary>
    public KnownRun? LastBefore(long id) => All.Count > 0 && All[0].Id < id ? All[LastIndexBefore(id)] : null;

    private int LastIndexBefore(long id)
    {
        var (low, high) = (0, All.Count);

        while (high - low > 1)
        {
            var middle = (low + high) / 2;
            (low, high) = All[middle].Id < id ? (middle, high) : (low, middle);
        }

        return low;
    }
}
