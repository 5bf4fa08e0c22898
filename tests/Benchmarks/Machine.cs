using System.Globalization;
using System.Runtime.InteropServices;

namespace Benchmarks;

/// <summary>Where figures were measured; a figure without it means nothing.</summary>
internal static class Machine
{
    public static string Describe() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Environment.ProcessorCount} cores, {RuntimeInformation.RuntimeIdentifier}, {RuntimeInformation.FrameworkDescription}, {Configuration}, {TimeProvider.System.GetUtcNow():yyyy-MM-dd}{Load()}");

#if DEBUG
    private const string Configuration = "DEBUG BUILD: its figures mean nothing";
#else
    private const string Configuration = "Release";
#endif

    // What else the machine was doing: the processes that wanted to run, over the last minute.
    private static string Load() => File.Exists("/proc/loadavg") ? $", load {File.ReadAllText("/proc/loadavg").Split(' ')[0]}" : "";
}
