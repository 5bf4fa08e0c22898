using System.Diagnostics;
using System.Text;
using System.Threading.Channels;

namespace EndToEnd.Tests;

/// <summary>The host as a program of its own: started with arguments, read line by line, killed without warning.</summary>
public sealed class HostProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly StringBuilder _output = new();
    private readonly StringBuilder _errors = new();
    private readonly Channel<string> _lines = Channel.CreateUnbounded<string>();
    private readonly Task _reading;

    private HostProcess(Process process)
    {
        _process = process;
        _reading = Task.WhenAll(ReadAsync(process.StandardOutput, _output, _lines.Writer), ReadAsync(process.StandardError, _errors, null));
    }

    public string Output => Locked(_output);

    public string Errors => Locked(_errors);

    public int Id => _process.Id;

    public bool HasExited => _process.HasExited;

    /// <summary>A plugins folder with the toy connector alone, as its build has laid it out.</summary>
    public static string ToyPlugins => Path.Combine(Artifacts, "test-plugins");

    /// <summary>The plugins that are bad on purpose.</summary>
    public static string BadPlugins => Path.Combine(Artifacts, "test-plugins-bad");

    /// <summary>A plugin's folder as the host's own build has laid it out.</summary>
    public static string BuiltPlugins(string id) => Path.Combine(Path.GetDirectoryName(HostProgram)!, "plugins", id);

    /// <summary>The folder of a plugin, as its build has laid it out for the host.</summary>
    public static string Plugin(string id) => Directory.EnumerateDirectories(Path.Combine(Path.GetDirectoryName(HostProgram)!, "plugins", id)).Order(StringComparer.Ordinal).Last();

    /// <summary>The host's program, as its build has laid it out.</summary>
    public static string HostProgram => Path.Combine(Artifacts, "bin", "Host.Sample", new DirectoryInfo(AppContext.BaseDirectory).Name, "Host.Sample.dll");

    /// <param name="dataFolder">The store's folder; where the tests' stores are in PostgreSQL, whose database is the store. An option in the arguments goes before it.</param>
    /// <param name="arguments">The verb and its options.</param>
    public static HostProcess Start(string dataFolder, params string[] arguments)
    {
        var start = new ProcessStartInfo(Dotnet.Program)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
            StandardErrorEncoding = Encoding.UTF8,
            UseShellExecute = false,
        };
        start.ArgumentList.Add(HostProgram);

        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        start.Environment["CONNECTOR_HOST_DATA"] = dataFolder;

        if (!arguments.Contains("--database") && FolderDatabases.Of(dataFolder) is { } database)
        {
            start.Environment["CONNECTOR_HOST_DATABASE"] = database;
        }

        return new(Process.Start(start)!);
    }

    /// <summary>Runs a verb to its end.</summary>
    public static async Task<Finished> RunAsync(string dataFolder, string? input, CancellationToken cancellationToken, params string[] arguments)
    {
        await using var host = Start(dataFolder, arguments);

        if (input is not null)
        {
            await host._process.StandardInput.WriteLineAsync(input.AsMemory(), cancellationToken);
        }

        host._process.StandardInput.Close();

        return new(await host.WaitForExitAsync(cancellationToken), host.Output, host.Errors);
    }

    /// <summary>The next line on standard output that holds the text.</summary>
    public async Task<string> LineAsync(string text, CancellationToken cancellationToken)
    {
        await foreach (var line in _lines.Reader.ReadAllAsync(cancellationToken))
        {
            if (line.Contains(text, StringComparison.Ordinal))
            {
                return line;
            }
        }

        throw new InvalidOperationException($"The host ended without a line with '{text}'.\n{Output}\n{Errors}");
    }

    public async Task<int> WaitForExitAsync(CancellationToken cancellationToken)
    {
        await _process.WaitForExitAsync(cancellationToken);
        await _reading;

        return _process.ExitCode;
    }

    /// <summary>As <c>kill -9</c>: no handler runs, nothing is flushed.</summary>
    public async Task KillAsync(CancellationToken cancellationToken)
    {
        _process.Kill(entireProcessTree: false);
        await WaitForExitAsync(cancellationToken);
    }

    /// <summary>Sends a signal, such as <c>TERM</c>, as supervisors and terminals do.</summary>
    public void Signal(string name)
    {
        using var kill = Process.Start("/bin/sh", ["-c", $"kill -{name} {_process.Id}"]);
        kill.WaitForExit();
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
        }

        await _reading;
        _process.Dispose();
    }

    // The tests lie in artifacts/bin/EndToEnd.Tests/debug.
    private static string Artifacts => new DirectoryInfo(AppContext.BaseDirectory).Parent!.Parent!.Parent!.FullName;

    private static string Locked(StringBuilder text)
    {
        lock (text)
        {
            return text.ToString();
        }
    }

    private static async Task ReadAsync(StreamReader reader, StringBuilder all, ChannelWriter<string>? lines)
    {
        while (await reader.ReadLineAsync(CancellationToken.None) is { } line)
        {
            lock (all)
            {
                all.AppendLine(line);
            }

            lines?.TryWrite(line);
        }

        lines?.Complete();
    }
}
