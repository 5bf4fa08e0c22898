using System.Runtime.InteropServices;
using System.Text.Json;

namespace EndToEnd.Tests;

/// <summary>Several hosts of one name on one store, and what can happen to them.</summary>
internal sealed partial class HostGroup : IAsyncDisposable
{
    private const int Stop = 19;
    private const int Continue = 18;

    private readonly PreparedDatabase _prepared;
    private readonly List<TemporaryFolder> _folders = [];
    private readonly List<(HostProcess Process, RestDoor Door)> _hosts = [];
    private readonly List<HostProcess> _gone = [];

    private HostGroup(PreparedDatabase prepared, TestDatabase database) => (_prepared, Database) = (prepared, database);

    public TestDatabase Database { get; }

    public int Count => _hosts.Count;

    public static async Task<HostGroup> StartAsync(PreparedDatabase prepared, int hosts, CancellationToken cancellationToken)
    {
        TestDatabase.Require();
        HostGroup group = new(prepared, await prepared.CopyAsync(cancellationToken));

        for (var host = 0; host < hosts; host++)
        {
            await group.AddAsync(cancellationToken);
        }

        return group;
    }

    public RestDoor Door(int host) => _hosts[host].Door;

    /// <summary>Ends a host without warning.</summary>
    public async Task KillAsync(int host, CancellationToken cancellationToken)
    {
        var (process, door) = _hosts[host];
        await process.KillAsync(cancellationToken);
        await door.DisposeAsync();
        _gone.Add(process);
    }

    /// <summary>Starts another one in a killed one's place.</summary>
    public async Task ReplaceAsync(int host, CancellationToken cancellationToken)
    {
        await AddAsync(cancellationToken);
        _hosts[host] = _hosts[^1];
        _hosts.RemoveAt(_hosts.Count - 1);
    }

    /// <summary>Halts a host where it is.</summary>
    public void Freeze(int host) => kill(_hosts[host].Process.Id, Stop).ShouldBe(0);

    /// <summary>Lets a halted host go on.</summary>
    public void Thaw(int host) => kill(_hosts[host].Process.Id, Continue).ShouldBe(0);

    /// <summary>Waits until a host has printed a text.</summary>
    public async Task LogAsync(int host, string text, CancellationToken cancellationToken)
    {
        var process = _hosts[host].Process;

        while (!(process.Output + process.Errors).Contains(text, StringComparison.Ordinal))
        {
            process.HasExited.ShouldBeFalse(process.Errors);
            await Walk.MomentAsync(cancellationToken);
        }
    }

    /// <summary>The run as it is now, told by a host; null: it cannot be told just now.</summary>
    public async Task<JsonElement?> LookAsync(int host, long run, CancellationToken cancellationToken)
    {
        using var answer = await _hosts[host].Door.AskAsync(HttpMethod.Get, $"/api/runs/{run}", null, cancellationToken);

        return answer.IsSuccessStatusCode ? JsonDocument.Parse(await answer.Content.ReadAsStringAsync(cancellationToken)).RootElement : null;
    }

    /// <summary>Waits for the end of a run, which must be published.</summary>
    public async Task<JsonElement> EndedAsync(int host, long run, CancellationToken cancellationToken)
    {
        while (true)
        {
            // The database may be away just now.
            if (await LookAsync(host, run, cancellationToken) is { } ended && ended.GetProperty("state").GetString() is not ("queued" or "running"))
            {
                ended.GetProperty("state").GetString().ShouldBe("published", ended.ToString());

                return ended;
            }

            await Task.Delay(100, cancellationToken);
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var (process, door) in _hosts)
        {
            await door.DisposeAsync();
            await process.DisposeAsync();
        }

        foreach (var process in _gone)
        {
            await process.DisposeAsync();
        }

        await Database.DisposeAsync();
        _folders.ForEach(folder => folder.Dispose());
    }

    private async Task AddAsync(CancellationToken cancellationToken)
    {
        TemporaryFolder folder = new();
        _folders.Add(folder);
        var process = _prepared.Start(folder, Database);
        _hosts.Add((process, new(new((await process.LineAsync("serves on", cancellationToken)).Split(' ')[^1]), _prepared.Key)));
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
#pragma warning disable SA1300, IDE1006 // The library's own name.
    private static partial int kill(int process, int signal);
#pragma warning restore SA1300, IDE1006
}
