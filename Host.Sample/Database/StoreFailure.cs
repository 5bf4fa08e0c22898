using System.Net.Sockets;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Host.Sample.Database;

/// <summary>Turns trouble with the store into one clear sentence and its fix.</summary>
public static class StoreFailure
{
    private const int Busy = 5;
    private const int Locked = 6;
    private const int ReadOnly = 8;
    private const int InputOutput = 10;
    private const int Corrupt = 11;
    private const int Full = 13;
    private const int CannotOpen = 14;
    private const int NotADatabase = 26;
    private const int NotUnique = 2067;
    private const string IdleSession = "57P05";
    private const string IdleInTransaction = "25P03";

    /// <summary>Whether <paramref name="exception"/> is trouble with the store itself.</summary>
    public static bool IsOne(Exception exception) => From(exception, "") is not null;

    /// <summary>The failure as people can act on it.</summary>
    public static HostException Explain(Exception exception, string name) =>
        From(exception, name) ?? Unavailable($"The store {name} failed: {exception.Message}", "Try again; if it stays, report it.", exception);

    /// <summary>The store is there and cannot be used.</summary>
    public static HostException Unavailable(string message, string fix, Exception? cause = null) => new(HostProblem.StoreUnavailable, message, fix, cause);

    /// <summary>The store's own code of a failure; null when it is none of the store's.</summary>
    public static string? Code(Exception exception) => exception switch
    {
        SqliteException sqlite => sqlite.SqliteExtendedErrorCode.ToString(System.Globalization.CultureInfo.InvariantCulture),
        PostgresException refused => refused.SqlState,
        _ => null,
    };

    /// <summary>Whether something of that name, or with that key, is there already.</summary>
    public static bool IsDuplicate(DbUpdateException exception) =>
        exception.InnerException is SqliteException { SqliteExtendedErrorCode: NotUnique } or PostgresException { SqlState: PostgresErrorCodes.UniqueViolation };

    private static HostException? From(Exception exception, string file) => exception switch
    {
        HostException known => known,
        SqliteException sqlite => From(sqlite, file),
        PostgresException refused => From(refused, file),
        NpgsqlException { InnerException: SocketException or TimeoutException or IOException } => Unreachable(exception, file),
        NpgsqlException { InnerException: null } => Unreachable(exception, file),
        SocketException => Unreachable(exception, file),
        UnauthorizedAccessException => Unavailable(
            $"The store {file} may not be opened by this account.", "Give this account the right to read and write the data folder, or choose another one.", exception),
        IOException => Unavailable($"The store {file} cannot be reached: {exception.Message}", "Check the disk and the path of the data folder.", exception),
        { InnerException: { } inner } => From(inner, file),
        _ => null,
    };

    private static HostException? From(SqliteException exception, string file) => exception.SqliteErrorCode switch
    {
        Busy or Locked => Unavailable(
            $"The store {file} is locked by another program.", "Close the program that has it open (a database browser, a backup, another host) and try again.", exception),
        ReadOnly => Unavailable(
            $"The store {file} can be read but not written.", "Make the file and its folder writable for this account, or choose another data folder.", exception),
        InputOutput => Unavailable($"The disk refused to read or write the store {file}.", "Check the disk; nothing that was committed before is lost.", exception),
        Corrupt => Unavailable(
            $"The store {file} is damaged.", "Put a backup in its place, or move the file away: the host then begins with an empty store.", exception),
        Full => Unavailable($"The disk that holds the store {file} is full.", "Free some space and try again; nothing that was committed before is lost.", exception),
        CannotOpen => Unavailable(
            $"The store {file} cannot be opened.", "Check that the data folder exists and that this account may read and write it.", exception),
        NotADatabase => Unavailable(
            $"The file {file} is no store of this host.", "Move the file away, or choose another data folder.", exception),
        _ => null,
    };

    private static HostException Unreachable(Exception exception, string name) => Unavailable(
        $"The database {name} does not answer: {exception.InnerException?.Message ?? exception.Message}",
        "Check that its server runs and can be reached from here, and host and port of the connection string. What was committed before is kept; runs go on when it answers again.",
        exception);

    private static HostException? From(PostgresException exception, string name) => exception.SqlState switch
    {
        PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification => Unavailable(
            $"The database {name} does not let this user in.", "Check user name and password of the connection string, and the server's pg_hba.conf.", exception),
        PostgresErrorCodes.InvalidCatalogName => Unavailable(
            $"There is no database {name}.", "Make it (createdb), or correct the name in the connection string.", exception),
        PostgresErrorCodes.InsufficientPrivilege => Unavailable(
            $"This user may not do in the database {name} what the host needs: {exception.MessageText}.", "Let it make and change tables: GRANT CREATE, USAGE ON SCHEMA public TO the user, or make it the owner of a database of its own.", exception),
        PostgresErrorCodes.TooManyConnections => Unavailable(
            $"The server of {name} has no connection left.", "Raise max_connections, or give 'Maximum Pool Size' a lower value in the connection strings of the hosts.", exception),
        PostgresErrorCodes.DiskFull => Unavailable(
            $"The disk of the server of {name} is full.", "Free some space and try again; nothing that was committed before is lost.", exception),
        PostgresErrorCodes.ReadOnlySqlTransaction => Unavailable(
            $"The database {name} can be read but not written.", "Connect to the primary server ('Target Session Attributes=primary'), or switch default_transaction_read_only off.", exception),
        PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown or PostgresErrorCodes.CannotConnectNow or PostgresErrorCodes.DatabaseDropped or IdleSession or IdleInTransaction => Unavailable(
            $"The server of {name} is stopping or starting, or has ended this connection.", "Wait until it is up; runs go on by themselves.", exception),
        PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.LockNotAvailable => Unavailable(
            $"The database {name} was busy with the same rows.", "Try again.", exception),
        _ when IsOfTheServer(exception.SqlState) => Unavailable(
            $"The server of {name} cannot do this now: {exception.MessageText}.", "Look at the server and its log. What was committed before is kept; runs go on when it can again.", exception),
        _ => null,
    };

    /// <summary>Whether the class of a code speaks of connections, resources, states, operators or the system, and not of a statement (PostgreSQL, appendix A).</summary>
    private static bool IsOfTheServer(string code) => code.Length == 5 && code[..2] is "08" or "53" or "55" or "57" or "58" or "XX";
}
