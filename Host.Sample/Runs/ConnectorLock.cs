using System.Globalization;

namespace Host.Sample.Runs;

/// <summary>Says that a connector is at work. Held by the operating system for as long as the process lives, so that a run whose process died can be told from a living one.</summary>
public sealed class ConnectorLock : IDisposable
{
    private readonly FileStream _file;

    private ConnectorLock(FileStream file) => _file = file;

    /// <summary>The lock, or null when another process, or another run of this one, has it.</summary>
    public static ConnectorLock? TryTake(HostOptions options, int connectorId)
    {
        var folder = Directory.CreateDirectory(Path.Combine(options.DataFolder, "locks")).FullName;
        var path = Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"connector-{connectorId}.lock"));

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
