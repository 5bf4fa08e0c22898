using System.Runtime.InteropServices;

namespace Benchmarks.EndToEnd;

/// <summary>Where the build has put the host and what it laid out for it, in this program's own configuration.</summary>
internal static class HostProgram
{
    public static string File => Path.Combine(Folder, "Host.Sample.dll");

    public static string PluginsFolder => Path.Combine(Folder, "plugins");

    public static string Sandbox => Directory.EnumerateFiles(Path.Combine(PluginsFolder, "slack"), "Plugin.Slack.Sandbox.dll", SearchOption.AllDirectories).Single();

    public static string Dotnet =>
        Environment.GetEnvironmentVariable("DOTNET_HOST_PATH")
        ?? Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet"));

    // artifacts/bin/Benchmarks/release, and beside it artifacts/bin/Host.Sample/release
    private static string Folder
    {
        get
        {
            var own = new DirectoryInfo(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory));

            return Path.Combine(own.Parent!.Parent!.FullName, "Host.Sample", own.Name);
        }
    }
}
