using System.Text.Json;
using Host.Sample.Access;
using Host.Sample.Connectors;
using Host.Sample.Database;
using Host.Sample.Logs;
using Microsoft.EntityFrameworkCore;

namespace Host.Sample.Support;

/// <summary>The debug level of all processes of a data folder: a small file with its end, so that it outlives a restart and still ends.</summary>
public sealed partial class DebugLevel(
    HostOptions options, LogLevels levels, IDbContextFactory<HostDatabase> databases, CurrentActor current, AuditTrail audit, TimeProvider clock, ILogger<DebugLevel> logger)
{
    public const int MostMinutes = 24 * 60;

    private readonly Lock _lock = new();
    private DebugState? _applied;

    private string StateFile => Path.Combine(options.DataFolder, "debug-level.json");

    /// <summary>Lets debug lines be written for some minutes.</summary>
    /// <param name="minutes">For how long.</param>
    /// <param name="nameOrId">The one connector that it is about; null: everything.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="HostException"><see cref="HostProblem.NotAllowed"/>, <see cref="HostProblem.Usage"/>, <see cref="HostProblem.NotFound"/>.</exception>
    public async Task<DebugState> BeginAsync(int minutes, string? nameOrId, CancellationToken cancellationToken)
    {
        current.Require(AccessRole.Administrator);

        if (minutes is < 1 or > MostMinutes)
        {
            throw new HostException(HostProblem.Usage, "That is no time for debug lines.", $"Give minutes from 1 to {MostMinutes}; it ends by itself.");
        }

        Connector? connector = null;

        if (nameOrId is not null)
        {
            await using var database = await databases.CreateDbContextAsync(cancellationToken);
            connector = await ConnectorService.FindAsync(database, nameOrId, cancellationToken);
        }

        DebugState state = new(clock.GetUtcNow().AddMinutes(minutes), connector?.Id, connector?.Name, current.Name);
        await WriteAsync(state, cancellationToken);
        await audit.RecordAsync("support.debug_raised", connector?.Name ?? "host", $"{minutes} min", cancellationToken);
        Apply();

        return state;
    }

    /// <summary>Ends it before its time.</summary>
    /// <exception cref="HostException"><see cref="HostProblem.NotAllowed"/>.</exception>
    public async Task EndAsync(CancellationToken cancellationToken)
    {
        current.Require(AccessRole.Administrator);
        File.Delete(StateFile);
        await audit.RecordAsync("support.debug_lowered", "host", null, cancellationToken);
        Apply();
    }

    /// <summary>What holds now; null: debug lines are not written.</summary>
    public DebugState? Read()
    {
        try
        {
            var state = File.Exists(StateFile) ? JsonSerializer.Deserialize<DebugState>(File.ReadAllText(StateFile)) : null;

            // A file from elsewhere, or a clock that was put back, must not make it last.
            return state is not null && state.Until > clock.GetUtcNow() && state.Until <= clock.GetUtcNow().AddMinutes(MostMinutes) ? state : null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or JsonException)
        {
            return null;
        }
    }

    /// <summary>Lets this process do what holds now, and says so in the log when that has changed.</summary>
    public void Apply()
    {
        lock (_lock)
        {
            var state = Read();

            if (state == _applied)
            {
                return;
            }

            _applied = state;

            if (state is null)
            {
                levels.End();
                LogLowered();
            }
            else
            {
                levels.Begin(state.Until, state.ConnectorId);
                LogRaised(state.Until, state.ConnectorId, state.By);
            }
        }
    }

    // Whole or not at all: another process may be reading.
    private async Task WriteAsync(DebugState state, CancellationToken cancellationToken)
    {
        var unfinished = $"{StateFile}.{Guid.NewGuid():N}";
        await File.WriteAllTextAsync(unfinished, JsonSerializer.Serialize(state), cancellationToken);
        File.Move(unfinished, StateFile, overwrite: true);
    }

    [LoggerMessage(2510, LogLevel.Information, "Debug lines are written until {Until} (connector: {ConnectorId}; asked for by {Actor})")]
    private partial void LogRaised(DateTimeOffset until, int? connectorId, string actor);

    [LoggerMessage(2511, LogLevel.Information, "Debug lines are no longer written")]
    private partial void LogLowered();
}
