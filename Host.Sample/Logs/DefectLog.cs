using Serilog;
using Serilog.Events;

namespace Host.Sample.Logs;

/// <summary>Writes down a defect that ended a command, when the rooms and their log are gone already.</summary>
public static class DefectLog
{
    public static void Write(HostOptions options, KnownSecrets secrets, Exception exception)
    {
        using var log = new LoggerConfiguration().WriteHostLog(options, secrets, new LogLevels(TimeProvider.System), LogEventLevel.Fatal).CreateLogger();
        log.Error(exception, "A command was ended by a defect");
    }
}
