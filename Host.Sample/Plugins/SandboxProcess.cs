using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace Host.Sample.Plugins;

/// <summary>A plugin's sandbox, run as a child process. It ends when this is disposed, and also when the host dies: its standard input ends then.</summary>
public sealed class SandboxProcess : IAsyncDisposable
{
    private const int MostLineCharacters = 64 * 1024;
    private const int MostErrorLines = 3;

    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(5);
    private static readonly JsonSerializerOptions Form = new(JsonSerializerDefaults.Web);

    private readonly Process _process;
    private readonly TimeProvider _clock;
    private readonly Queue<string> _errors = new();
    private SandboxReady? _ready;

    private SandboxProcess(Process process, TimeProvider clock)
    {
        _process = process;
        _clock = clock;
        process.ErrorDataReceived += (_, line) => Keep(line.Data);
    }

    public SandboxReady Ready => _ready ?? throw new InvalidOperationException("The sandbox has not said that it is ready.");

    /// <summary>The origin that a connector to it must be allowed to reach.</summary>
    public string Origin => Ready.Address.GetLeftPart(UriPartial.Authority);

    public bool IsRunning => !_process.HasExited;

    /// <summary>Starts the sandbox and waits until it is ready.</summary>
    /// <param name="plugin">The plugin whose manifest names it.</param>
    /// <param name="redirectUri">The only redirect address that it shall accept.</param>
    /// <param name="arguments">Further arguments of its own.</param>
    /// <param name="clock">Measures the deadline.</param>
    /// <param name="cancellationToken">Ends the waiting; the process is then stopped.</param>
    /// <exception cref="HostException"><see cref="HostProblem.PluginUnavailable"/>: it has none, cannot be started, says something else, or nothing in time.</exception>
    public static async Task<SandboxProcess> StartAsync(
        InstalledPlugin plugin, Uri redirectUri, IReadOnlyList<string> arguments, TimeProvider clock, CancellationToken cancellationToken)
    {
        if (plugin.Manifest?.Sandbox is not { } file)
        {
            throw new HostException(HostProblem.PluginUnavailable, $"The plugin '{plugin.Id}' brings no sandbox.", "Try it against the service itself, with credentials of a test account.");
        }

        var sandbox = new SandboxProcess(Launch(plugin, Path.Combine(plugin.CodeFolder, file), redirectUri, arguments), clock);

        try
        {
            sandbox._process.BeginErrorReadLine();
            sandbox._ready = await sandbox.ReadReadyAsync(plugin, cancellationToken);
            _ = sandbox.DrainAsync();

            return sandbox;
        }
        catch
        {
            await sandbox.DisposeAsync();

            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            _process.StandardInput.Close();
            await _process.WaitForExitAsync(CancellationToken.None).WaitAsync(StopLimit, _clock, CancellationToken.None);
        }
        catch (Exception exception) when (exception is TimeoutException or IOException or InvalidOperationException)
        {
            // It was asked politely.
            if (!_process.HasExited)
            {
                _process.Kill(entireProcessTree: true);
            }
        }
        finally
        {
            _process.Dispose();
        }
    }

    private static Process Launch(InstalledPlugin plugin, string path, Uri redirectUri, IReadOnlyList<string> arguments)
    {
        var start = new ProcessStartInfo(DotnetProgram(), [path, "--port", "0", "--redirect-url", redirectUri.AbsoluteUri, "--stop-with-stdin", .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
            UseShellExecute = false,
            CreateNoWindow = true,
            WorkingDirectory = Path.GetDirectoryName(path),
        };

        // The host's own address and keys are nothing to the sandbox.
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("ASPNETCORE_", StringComparison.OrdinalIgnoreCase) || name.StartsWith("CONNECTOR_HOST_", StringComparison.OrdinalIgnoreCase) || name.StartsWith("PG", StringComparison.OrdinalIgnoreCase)).ToList())
        {
            start.Environment.Remove(name);
        }

        try
        {
            return Process.Start(start) ?? throw new InvalidOperationException("No process was started.");
        }
        catch (Exception exception) when (exception is System.ComponentModel.Win32Exception or InvalidOperationException)
        {
            throw new HostException(
                HostProblem.PluginUnavailable, $"The sandbox of the plugin '{plugin.Id}' cannot be started: {exception.Message}", "Check that the .NET runtime is installed and that this account may start it.", exception);
        }
    }

    /// <summary>The runtime that runs this process: it is the one that is known to be there.</summary>
    internal static string DotnetProgram()
    {
        var name = OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet";

        if (Environment.ProcessPath is { } own && Path.GetFileName(own).Equals(name, StringComparison.OrdinalIgnoreCase))
        {
            return own;
        }

        // <root>/shared/Microsoft.NETCore.App/<version>/ leads to <root>/dotnet.
        var beside = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", name));

        return File.Exists(beside) ? beside : name;
    }

    private async Task<SandboxReady> ReadReadyAsync(InstalledPlugin plugin, CancellationToken cancellationToken)
    {
        using var time = new CancellationTokenSource(StartLimit, _clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(time.Token, cancellationToken);

        try
        {
            var line = await ReadLineAsync(either.Token);

            if (line is null)
            {
                await _process.WaitForExitAsync(either.Token);

                throw Failed(plugin, string.Create(CultureInfo.InvariantCulture, $"ended with exit code {_process.ExitCode} before it was ready.{Errors()}"));
            }

            return JsonSerializer.Deserialize<SandboxReady>(line, Form) is { Ready: true, Address.IsLoopback: true } ready
                ? ready
                : throw Failed(plugin, "said something else than that it is ready on this machine.");
        }
        catch (JsonException)
        {
            throw Failed(plugin, "did not say in one line of JSON that it is ready.");
        }
        catch (OperationCanceledException) when (time.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw Failed(plugin, $"was not ready within {StartLimit.TotalSeconds:0} s.{Errors()}");
        }
    }

    private async Task<string?> ReadLineAsync(CancellationToken cancellationToken)
    {
        var line = new StringBuilder();
        var buffer = new char[1024];

        while (line.Length <= MostLineCharacters)
        {
            var count = await _process.StandardOutput.ReadAsync(buffer, cancellationToken);
            var end = Array.IndexOf(buffer, '\n', 0, count);
            line.Append(buffer, 0, end < 0 ? count : end);

            if (end >= 0)
            {
                return line.ToString();
            }

            if (count == 0)
            {
                return null;
            }
        }

        throw new JsonException();
    }

    // What it says later is nothing to the host, but a full pipe would stop it.
    private async Task DrainAsync()
    {
        try
        {
            await _process.StandardOutput.BaseStream.CopyToAsync(Stream.Null, CancellationToken.None);
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException or InvalidOperationException)
        {
            // It has ended.
        }
    }

    private void Keep(string? line)
    {
        lock (_errors)
        {
            if (!string.IsNullOrWhiteSpace(line) && _errors.Count < MostErrorLines)
            {
                _errors.Enqueue(PluginWords.OneLine(line));
            }
        }
    }

    private string Errors()
    {
        lock (_errors)
        {
            return _errors.Count == 0 ? "" : $" It said: {string.Join(' ', _errors)}";
        }
    }

    private static HostException Failed(InstalledPlugin plugin, string what) =>
        new(HostProblem.PluginUnavailable, $"The sandbox of the plugin '{plugin.Id}' {what}", "Check the arguments given to it; else install the plugin's whole output again.");
}
