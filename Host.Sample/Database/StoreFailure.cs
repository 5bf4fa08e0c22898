using Microsoft.Data.Sqlite;

namespace Host.Sample.Database;

/// <summary>Turns trouble with the store's file into one clear sentence and its fix.</summary>
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

    /// <summary>Whether <paramref name="exception"/> is trouble with the store's file.</summary>
    public static bool IsOne(Exception exception) => From(exception, "") is not null;

    /// <summary>The failure as people can act on it.</summary>
    public static HostException Explain(Exception exception, string file) =>
        From(exception, file) ?? Unavailable($"The store {file} failed: {exception.Message}", "Try again; if it stays, report it.", exception);

    /// <summary>The store is there and cannot be used.</summary>
    public static HostException Unavailable(string message, string fix, Exception? cause = null) => new(HostProblem.StoreUnavailable, message, fix, cause);

    private static HostException? From(Exception exception, string file) => exception switch
    {
        HostException known => known,
        SqliteException sqlite => From(sqlite, file),
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
}
