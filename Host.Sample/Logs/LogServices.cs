using System.Globalization;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Serilog;
using Serilog.Events;
using Serilog.Formatting.Compact;
using Serilog.Formatting.Display;

namespace Host.Sample.Logs;

public static class LogServices
{
    private const long MostBytesAFile = 50 * 1024 * 1024;
    private const int MostFiles = 14;

    /// <summary>The host's log: text on the error stream from <paramref name="consoleLevel"/> up, and compact JSON in <c>&lt;data&gt;/logs</c>, a file a day.</summary>
    public static IServiceCollection AddHostLog(this IServiceCollection services, LogEventLevel consoleLevel)
    {
        services.TryAddSingleton<KnownSecrets>();
        services.TryAddSingleton<LogLevels>();

        return services
            .AddLogging()
            .AddSerilog(
                (provider, configuration) => configuration.WriteHostLog(provider.GetRequiredService<HostOptions>(), provider.GetRequiredService<KnownSecrets>(), provider.GetRequiredService<LogLevels>(), consoleLevel),
                preserveStaticLogger: true);
    }

    internal static LoggerConfiguration WriteHostLog(this LoggerConfiguration configuration, HostOptions options, KnownSecrets secrets, LogLevels levels, LogEventLevel consoleLevel)
    {
        var console = new MessageTemplateTextFormatter("{Timestamp:HH:mm:ss} {Level:u3} {Message:lj}{NewLine}", CultureInfo.InvariantCulture);

        return configuration
            .MinimumLevel.ControlledBy(levels.Switch)
            .MinimumLevel.Override("Microsoft", LogEventLevel.Warning)
            .MinimumLevel.Override("System.Net.Http", LogEventLevel.Warning)
            // Kestrel, the hosting layer and the scheduler say again, with a stack, what the host says in a sentence.
            .MinimumLevel.Override("Microsoft.AspNetCore", LogEventLevel.Error)
            .MinimumLevel.Override("Microsoft.Extensions.Hosting", LogEventLevel.Fatal)
            .MinimumLevel.Override("Microsoft.EntityFrameworkCore", LogEventLevel.Fatal)
            // Said at each asking; the host says it when it changes.
            .MinimumLevel.Override("Microsoft.Extensions.Diagnostics.HealthChecks", LogEventLevel.Fatal)
            .MinimumLevel.Override("Quartz", LogEventLevel.Fatal)
            .Enrich.FromLogContext()
            .Filter.ByIncludingOnly(levels.Lets)
            .WriteTo.Console(new RedactingFormatter(console, secrets), restrictedToMinimumLevel: consoleLevel, standardErrorFromLevel: LogEventLevel.Verbose)
            .WriteTo.File(
                new RedactingFormatter(new CompactJsonFormatter(), secrets),
                Path.Combine(options.DataFolder, "logs", "host-.jsonl"),
                rollingInterval: RollingInterval.Day,
                fileSizeLimitBytes: MostBytesAFile,
                rollOnFileSizeLimit: true,
                retainedFileCountLimit: MostFiles,
                shared: true);
    }
}
