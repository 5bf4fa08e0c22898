using System.Globalization;
using Serilog;
using Serilog.Core;
using Serilog.Events;
using Serilog.Formatting.Compact;
using Serilog.Formatting.Display;

namespace Host.Sample.Logs;

public static class LogServices
{
    private const long MostBytesAFile = 50 * 1024 * 1024;
    private const int MostFiles = 14;

    /// <summary>The host's log: text on the error stream from <paramref name="consoleLevel"/> up, and compact JSON in <c>&lt;data&gt;/logs</c>, a file a day.</summary>
    public static IServiceCollection AddHostLog(this IServiceCollection services, LogEventLevel consoleLevel) => services
        .AddLogging()
        .AddSingleton<KnownSecrets>()
        .AddSerilog(
            (provider, configuration) => configuration.WriteHostLog(provider.GetRequiredService<HostOptions>(), provider.GetRequiredService<KnownSecrets>(), consoleLevel),
            preserveStaticLogger: true);

    private static void WriteHostLog(this LoggerConfiguration configuration, HostOptions options, KnownSecrets secrets, LogEventLevel consoleLevel)
    {
        var console = new MessageTemplateTextFormatter("{Timestamp:HH:mm:ss} {Level:u3} {Message:lj}{NewLine}", CultureInfo.InvariantCulture);

        configuration
            .MinimumLevel.Information()
            .MinimumLevel.Override("Microsoft", LogEventLevel.Warning)
            .MinimumLevel.Override("System.Net.Http", LogEventLevel.Warning)
            // Kestrel and the hosting layer say again, with a stack, what the host says in a sentence.
            .MinimumLevel.Override("Microsoft.AspNetCore", LogEventLevel.Error)
            .MinimumLevel.Override("Microsoft.Extensions.Hosting", LogEventLevel.Fatal)
            .MinimumLevel.Override("Microsoft.EntityFrameworkCore", LogEventLevel.Fatal)
            .Enrich.FromLogContext()
            .WriteTo.Console(new RedactingFormatter(console, secrets), restrictedToMinimumLevel: consoleLevel, standardErrorFromLevel: LogEventLevel.Verbose)
            .WriteTo.File(
                new RedactingFormatter(new CompactJsonFormatter(), secrets),
                Path.Combine(options.DataFolder, "logs", "host-.jsonl"),
                rollingInterval: RollingInterval.Day,
                fileSizeLimitBytes: MostBytesAFile,
                rollOnFileSizeLimit: true,
                retainedFileCountLimit: MostFiles,
                shared: true,
                levelSwitch: new LoggingLevelSwitch(LogEventLevel.Information));
    }
}
