using System.CommandLine;
using Host.Sample.Cli;

namespace Host.Sample.Tests.Cli;

/// <summary>A command as it is typed, without a process of its own.</summary>
/// <param name="ExitCode">0, or a number of <see cref="HostProblem"/>.</param>
/// <param name="Output">Standard output.</param>
/// <param name="Errors">Standard error.</param>
internal sealed record Typed(int ExitCode, string Output, string Errors)
{
    public static async Task<Typed> RunAsync(TestFolders folders, params string[] arguments)
    {
        await using StringWriter output = new();
        await using StringWriter errors = new();
        InvocationConfiguration configuration = new() { Output = output, Error = errors, EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null };

        var exitCode = await CommandLine.RunAsync(
            CommandLine.Create(), [.. arguments, "--data", folders.Data, "--plugins", folders.Plugins, .. folders.Database is { } database ? ["--database", database] : Array.Empty<string>()], configuration, TestContext.Current.CancellationToken);

        return new(exitCode, output.ToString(), errors.ToString());
    }

    /// <summary>The output of a command that must succeed.</summary>
    public string ShouldSucceed()
    {
        ExitCode.ShouldBe(0, $"{Output}\n{Errors}");

        return Output;
    }
}
