using System.Diagnostics;
using System.Text;

namespace Benchmarks.EndToEnd;

/// <summary>A program of ours as a process of its own, watched for what it uses. It is told to end by the end of its input.</summary>
internal sealed class ChildProcess : IAsyncDisposable
{
    // What happens after the last look is not seen; memory does not rise while a process ends.
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(20);

    private readonly Process _process;
    private readonly Task _watching;
    private readonly Task<string> _errors;
    private long _peakBytes;
    private long _processorTicks;

    private ChildProcess(Process process)
    {
        _process = process;
        _errors = process.StandardError.ReadToEndAsync(CancellationToken.None);
        _watching = WatchAsync();
    }

    /// <summary>The most memory that it had at once (on Linux <c>VmHWM</c>); 0 where the system does not tell.</summary>
    public long PeakBytes => Interlocked.Read(ref _peakBytes);

    /// <summary>Processor time so far, all threads.</summary>
    public TimeSpan Processor => new(Interlocked.Read(ref _processorTicks));

    public TextWriter Input => _process.StandardInput;

    public TextReader Output => _process.StandardOutput;

    public static ChildProcess Start(string dataFolder, string program, IEnumerable<string> arguments, string? database = null)
    {
        ProcessStartInfo start = new(HostProgram.Dotnet, [program, .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
            UseShellExecute = false,
        };
        start.Environment["CONNECTOR_HOST_DATA"] = dataFolder;
        start.Environment["CONNECTOR_HOST_DATABASE"] = database;

        return new(Process.Start(start) ?? throw new InvalidOperationException("No process was started."));
    }

    public bool HasExited => _process.HasExited;

    /// <summary>Lets it work to its end.</summary>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <param name="good">Exit codes that are as they should be; only 0 when none is given.</param>
    /// <returns>What it wrote.</returns>
    public async Task<string> FinishAsync(CancellationToken cancellationToken, params int[] good)
    {
        Input.Close();
        var output = await Output.ReadToEndAsync(cancellationToken);
        await _process.WaitForExitAsync(cancellationToken);
        await _watching;

        return (good.Length == 0 ? _process.ExitCode == 0 : good.Contains(_process.ExitCode)) ? output : throw new InvalidOperationException($"Exit code {_process.ExitCode}.\n{output}\n{await _errors}");
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
        }

        await _watching;
        await _errors;
        _process.Dispose();
    }

    private async Task WatchAsync()
    {
        using PeriodicTimer timer = new(Look);

        do
        {
            try
            {
                _process.Refresh();
                Interlocked.Exchange(ref _peakBytes, Math.Max(_peakBytes, _process.PeakWorkingSet64));
                Interlocked.Exchange(ref _processorTicks, Math.Max(_processorTicks, _process.TotalProcessorTime.Ticks));
            }
            catch (InvalidOperationException)
            {
                // It has ended meanwhile.
                return;
            }
        }
        while (!_process.HasExited && await timer.WaitForNextTickAsync(CancellationToken.None));
    }
}
