namespace Plugin.Slack.Sandbox.Faults;

/// <summary>The faults in force; they may be changed while clients call.</summary>
internal sealed class FaultPlan
{
    private volatile Fault[] _faults;

    public FaultPlan(IEnumerable<string> faults) => _faults = Read(faults);

    /// <summary>The fault that strikes this call of a method, or null. Every fault that names the method counts the call.</summary>
    public Fault? Next(string method)
    {
        Fault? struck = null;
        foreach (Fault fault in _faults)
        {
            if (fault.Strikes(method))
            {
                struck ??= fault;
            }
        }

        return struck;
    }

    public void Replace(IEnumerable<string> faults) => _faults = Read(faults);

    private static Fault[] Read(IEnumerable<string> faults) =>
        [.. faults.Select(text => Fault.TryParse(text, out Fault? fault) ? fault! : throw new ArgumentException($"'{text}' is no fault: write {Fault.Grammar}.", nameof(faults)))];
}
