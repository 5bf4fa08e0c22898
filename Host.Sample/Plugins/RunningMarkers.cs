using System.Text.Json;

namespace Host.Sample.Plugins;

/// <summary>Notes which plugins are at work in a process, so that the next one knows which were when it died. A marker is locked for as long as its process lives.</summary>
public sealed partial class RunningMarkers(HostOptions options, ILogger<RunningMarkers> logger)
{
    // Nobody else may have it open; Windows deletes what is open only if that was agreed on.
    private static readonly FileShare Alone = OperatingSystem.IsWindows() ? FileShare.Delete : FileShare.None;

    private readonly string _folder = Path.Combine(options.DataFolder, "state", "running");

    /// <summary>Notes that a plugin is at work until the marker is disposed.</summary>
    public IDisposable Enter(InstalledPlugin plugin, string hash)
    {
        Directory.CreateDirectory(_folder);
        var path = Path.Combine(_folder, $"{Guid.NewGuid():N}.json");
        var file = new FileStream(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None);

        try
        {
            JsonSerializer.Serialize(file, new RunningMark(plugin.Id, plugin.Version, hash));
            file.Flush();

            return new Marker(file, path);
        }
        catch
        {
            file.Dispose();

            throw;
        }
    }

    /// <summary>Takes the markers that dead processes have left.</summary>
    public IReadOnlyList<RunningMark> TakeLeft() => Directory.Exists(_folder) ? [.. Directory.EnumerateFiles(_folder, "*.json").Select(Take).OfType<RunningMark>()] : [];

    private RunningMark? Take(string path)
    {
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, Alone);
            var mark = JsonSerializer.Deserialize<RunningMark>(file);
            File.Delete(path);

            return mark;
        }
        catch (JsonException)
        {
            // It ended in order, or died while it wrote, which was before any code of the plugin ran.
            File.Delete(path);

            return null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            LogHeld(Path.GetFileName(path), exception.GetType().Name);

            return null;
        }
    }

    [LoggerMessage(2022, LogLevel.Debug, "The marker {Marker} belongs to a living process ({Problem})")]
    private partial void LogHeld(string marker, string problem);

    private sealed class Marker(FileStream file, string path) : IDisposable
    {
        public void Dispose()
        {
            // Whoever finds it between the two must not take it for one that was left.
            file.SetLength(0);
            file.Dispose();
            File.Delete(path);
        }
    }
}
