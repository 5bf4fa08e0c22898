using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Host.Sample.Plugins;

/// <summary>Keeps a file a plugin in <c>&lt;data&gt;/state/plugins</c>. Several processes may share the folder: what is read is what was last written by any of them.</summary>
public sealed partial class PluginRecords(HostOptions options, TimeProvider clock, ILogger<PluginRecords> logger)
{
    // About ten seconds of the runtime's own waiting; whoever writes holds the file for as long as one small file takes.
    private const int MostTries = 10_000;

    private static readonly JsonSerializerOptions Form = new(JsonSerializerDefaults.Web) { WriteIndented = true, Converters = { new JsonStringEnumConverter() } };

    private readonly string _folder = Path.Combine(options.DataFolder, "state", "plugins");
    private readonly ConcurrentDictionary<string, (DateTime WrittenAt, long Length, PluginRecord Record)> _read = new();
    private readonly Lock _writing = new();

    /// <summary>The plugins that something is remembered of.</summary>
    public IReadOnlyList<string> Known() => Directory.Exists(_folder) ? [.. Directory.EnumerateFiles(_folder, "*.json").Select(file => Path.GetFileNameWithoutExtension(file))] : [];

    public PluginRecord Find(string pluginId)
    {
        var file = new FileInfo(PathOf(pluginId));

        if (!file.Exists)
        {
            return PluginRecord.Empty;
        }

        if (_read.TryGetValue(pluginId, out var known) && known.WrittenAt == file.LastWriteTimeUtc && known.Length == file.Length)
        {
            return known.Record;
        }

        var record = Read(file.FullName);
        _read[pluginId] = (file.LastWriteTimeUtc, file.Length, record);

        return record;
    }

    /// <summary>Changes what is remembered, one process and one thread at a time.</summary>
    /// <returns>What is remembered now.</returns>
    public PluginRecord Change(string pluginId, Func<PluginRecord, PluginRecord> change)
    {
        lock (_writing)
        {
            Directory.CreateDirectory(_folder);
            using var turn = Turn(pluginId);
            var path = PathOf(pluginId);
            var before = File.Exists(path) ? Read(path) : PluginRecord.Empty;
            var after = change(before);

            if (after != before)
            {
                var draft = $"{path}.{Guid.NewGuid():N}.tmp";
                File.WriteAllBytes(draft, JsonSerializer.SerializeToUtf8Bytes(after, Form));
                File.Move(draft, path, overwrite: true);
                _read.TryRemove(pluginId, out _);
            }

            return after;
        }
    }

    /// <summary>Takes a version out.</summary>
    public void PutAside(InstalledPlugin plugin, PluginState state, string reason, string fix)
    {
        var hash = PluginContent.HashOf(plugin.Folder);

        // What was found first is the reason; more of the same follows from it.
        if (FindPutAside(plugin)?.State is PluginState.Quarantined)
        {
            return;
        }

        Change(plugin.Id, record => record with
        {
            PutAside =
            [
                .. record.PutAside.Where(entry => entry.Hash != hash || entry.Version != plugin.Version),
                new(plugin.Version, hash, state, reason, fix, clock.GetUtcNow(), Plugins.PutAside.ThisHost),
            ],
        });
        LogPutAside(plugin.Id, plugin.Version, state, reason);
    }

    /// <summary>Why a version is out, when it is.</summary>
    public PutAside? FindPutAside(InstalledPlugin plugin)
    {
        var entries = Find(plugin.Id).PutAside.Where(entry => entry.Version == plugin.Version && entry.IsInForce).ToList();

        // Most plugins are never put aside: their files need not be read to know it.
        return entries.Count == 0 ? null : PluginContent.HashOf(plugin.Folder) is var hash ? entries.Find(entry => entry.Hash == hash) : null;
    }

    private string PathOf(string pluginId) => Path.Combine(_folder, $"{pluginId}.json");

    private FileStream Turn(string pluginId)
    {
        var path = Path.Combine(_folder, $"{pluginId}.lock");
        SpinWait waiting = new();

        for (var tries = 1; ; tries++)
        {
            try
            {
                return new(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException) when (File.Exists(path) && tries < MostTries)
            {
                // Not awaited: who writes may be in the handler of a stray exception, where nothing can be.
                waiting.SpinOnce();
            }
        }
    }

    private PluginRecord Read(string path)
    {
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete);

            return JsonSerializer.Deserialize<PluginRecord>(file, Form) ?? PluginRecord.Empty;
        }
        catch (JsonException exception)
        {
            // A plugin must not stay out of reach because of it; what was put aside is found out again.
            LogUnreadable(path, exception.Message);

            return PluginRecord.Empty;
        }
        catch (FileNotFoundException)
        {
            return PluginRecord.Empty;
        }
    }

    [LoggerMessage(2020, LogLevel.Warning, "Plugin {PluginId} {Version} is {State}: {Reason}")]
    private partial void LogPutAside(string pluginId, string version, PluginState state, string reason);

    [LoggerMessage(2021, LogLevel.Warning, "What was remembered of a plugin in {Path} cannot be read and is begun anew: {Problem}")]
    private partial void LogUnreadable(string path, string problem);
}
