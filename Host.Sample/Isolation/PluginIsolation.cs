using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using Host.Sample.Plugins;

namespace Host.Sample.Isolation;

/// <summary>Starts this program once more, as the process of one plugin's connector.</summary>
public sealed class PluginIsolation(HostOptions options, PluginConduct conduct, TimeProvider clock) : IPluginIsolation
{
    /// <summary>The only argument of the process. What it works on, and secrets above all, comes over its standard input.</summary>
    public const string Verb = "plugin-process";

    public async Task<IIsolatedConnector> StartAsync(InstalledPlugin plugin, string hash, CancellationToken cancellationToken)
    {
        var connector = new IsolatedConnector(Launch(plugin), plugin, options, how => conduct.Crashed(plugin, hash, how), clock);

        try
        {
            await connector.OpenAsync(cancellationToken);

            return connector;
        }
        catch
        {
            await connector.DisposeAsync();

            throw;
        }
    }

    private Process Launch(InstalledPlugin plugin)
    {
        var own = typeof(PluginIsolation).Assembly;

        // The program itself when it is this one that runs; else (a test, say) the library beside what runs.
        var isProgram = Assembly.GetEntryAssembly() == own && Environment.ProcessPath is { } path && !Path.GetFileNameWithoutExtension(path).Equals("dotnet", StringComparison.OrdinalIgnoreCase);
        var start = isProgram ? new ProcessStartInfo(Environment.ProcessPath!, [Verb]) : new ProcessStartInfo(SandboxProcess.DotnetProgram(), [own.Location, Verb]);
        start.RedirectStandardInput = true;
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        start.UseShellExecute = false;
        start.CreateNoWindow = true;
        start.WorkingDirectory = plugin.Folder;

        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("ASPNETCORE_", StringComparison.OrdinalIgnoreCase) || name.StartsWith("CONNECTOR_HOST_", StringComparison.OrdinalIgnoreCase) || name.StartsWith("PG", StringComparison.OrdinalIgnoreCase)).ToList())
        {
            start.Environment.Remove(name);
        }

        start.Environment["DOTNET_GCHeapHardLimit"] = options.PluginMemoryBytes.ToString("X", CultureInfo.InvariantCulture);
        start.Environment["DOTNET_DbgEnableMiniDump"] = "0";

        try
        {
            return Process.Start(start) ?? throw new InvalidOperationException("No process was started.");
        }
        catch (Exception exception) when (exception is System.ComponentModel.Win32Exception or InvalidOperationException)
        {
            throw new HostException(
                HostProblem.PluginUnavailable,
                $"The process for the plugin '{plugin.Id}' cannot be started: {exception.Message}",
                "Check that this account may start programs, or let the plugin run in the host's process again.",
                exception);
        }
    }
}
