using System.Security.Cryptography;
using System.Text;

namespace Host.Sample.Schedules;

/// <summary>Says that a process follows the schedules of an endpoint server. Held by the operating system for as long as the process lives, so that a second one of the same name takes over when the first is gone.</summary>
internal sealed class ScheduleTurn : IDisposable
{
    private readonly FileStream _file;

    private ScheduleTurn(FileStream file) => _file = file;

    /// <summary>The turn, or null when another process has it.</summary>
    public static ScheduleTurn? TryTake(HostOptions options)
    {
        var folder = Directory.CreateDirectory(Path.Combine(options.DataFolder, "locks")).FullName;

        // A name may hold what a file's may not.
        var name = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(options.EndpointServer.ToUpperInvariant())).AsSpan(0, 8));
        var path = Path.Combine(folder, $"schedules-{name}.lock");

        try
        {
            return new(new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (IOException) when (File.Exists(path))
        {
            return null;
        }
    }

    public void Dispose() => _file.Dispose();
}
