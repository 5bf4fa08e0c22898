using System.Text.Json;
using Host.Sample.Database;
using Host.Sample.EndpointServers;

namespace Host.Sample.Runs;

/// <summary>A process that was at work for a run.</summary>
/// <param name="Process">What the process was known by; see <see cref="ServerProcessView"/>.</param>
/// <param name="Machine">The machine's name.</param>
/// <param name="Number">The process's number on that machine.</param>
/// <param name="HostVersion">The host's version.</param>
/// <param name="BeganAt">When it began or took the run up.</param>
/// <param name="PagesBefore">How many pages others had committed by then.</param>
public sealed record RunExecution(string Process, string Machine, int Number, string HostVersion, DateTimeOffset BeganAt, int PagesBefore)
{
    /// <summary>Those of a run, the first one first.</summary>
    public static IReadOnlyList<RunExecution> Of(Run run) => JsonSerializer.Deserialize<List<RunExecution>>(run.ExecutionsJson) ?? [];

    /// <summary>Those of a run and, after them, a process that is at work from now on.</summary>
    internal static string With(IEnumerable<RunExecution> before, ThisProcess process, DateTimeOffset now, int pagesBefore) =>
        JsonSerializer.Serialize(before.Append(new(process.Id, process.Machine, process.Number, process.Version, now, pagesBefore)));
}
