using System.Collections;
using System.Globalization;

namespace Host.Sample.Conformance;

/// <summary>What belongs to the whole process, and what no plugin may change.</summary>
internal sealed record ProcessState(string Folder, string Environment, string Culture, TextWriter Output, TextWriter Error, string Threads)
{
    public static ProcessState Take()
    {
        ThreadPool.GetMinThreads(out var least, out var leastPorts);
        ThreadPool.GetMaxThreads(out var most, out var mostPorts);

        return new(
            System.Environment.CurrentDirectory,
            string.Join('\n', System.Environment.GetEnvironmentVariables().Cast<DictionaryEntry>().Select(entry => $"{entry.Key}={entry.Value}").Order(StringComparer.Ordinal)),
            $"{CultureInfo.DefaultThreadCurrentCulture} {CultureInfo.DefaultThreadCurrentUICulture}",
            Console.Out,
            Console.Error,
            string.Create(CultureInfo.InvariantCulture, $"{least} {leastPorts} {most} {mostPorts}"));
    }

    public IReadOnlyList<string> Differences(ProcessState after) =>
    [
        .. Told(after.Folder == Folder, "The current folder is another than before."),
        .. Told(after.Environment == Environment, "An environment variable has changed."),
        .. Told(after.Culture == Culture, "The default culture of threads has changed."),
        .. Told(ReferenceEquals(after.Output, Output) && ReferenceEquals(after.Error, Error), "The console's output has been replaced."),
        .. Told(after.Threads == Threads, "The limits of the thread pool have changed."),
    ];

    private static string[] Told(bool isSame, string finding) => isSame ? [] : [finding];
}
