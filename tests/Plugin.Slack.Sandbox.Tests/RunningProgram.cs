using System.Diagnostics;

namespace Plugin.Slack.Sandbox.Tests;

/// <summary>Runs a program to its end and keeps what it said.</summary>
internal static class RunningProgram
{
    public static async Task<(int ExitCode, string Output, string Error)> RunAsync(
        string program, IReadOnlyList<string> arguments, string? folder, CancellationToken cancellationToken)
    {
        using Process process = Start(program, arguments, folder);
        process.StandardInput.Close();
        try
        {
            Task<string> output = process.StandardOutput.ReadToEndAsync(cancellationToken);
            Task<string> error = process.StandardError.ReadToEndAsync(cancellationToken);
            await process.WaitForExitAsync(cancellationToken);
            return (process.ExitCode, await output, await error);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
    }

    public static Process Start(string program, IReadOnlyList<string> arguments, string? folder = null) =>
        Process.Start(new ProcessStartInfo(program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            WorkingDirectory = folder ?? AppContext.BaseDirectory,
        })!;

    public static IReadOnlyList<string> Sandbox(params string[] arguments) =>
        [Path.Combine(AppContext.BaseDirectory, "Plugin.Slack.Sandbox.dll"), .. arguments];
}
