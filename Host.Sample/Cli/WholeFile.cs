namespace Host.Sample.Cli;

/// <summary>Files that appear when they are whole.</summary>
internal static class WholeFile
{
    /// <summary>Writes under another name until it is whole: an export that breaks leaves the file of yesterday alone.</summary>
    /// <exception cref="HostException"><see cref="HostProblem.Usage"/>: it cannot be written.</exception>
    public static async Task<T> WriteAsync<T>(FileInfo file, Func<Stream, Task<T>> write)
    {
        var unfinished = file.FullName + ".unfinished";

        try
        {
            T result;

            await using (var content = new FileStream(unfinished, FileMode.Create, FileAccess.Write, FileShare.None))
            {
                result = await write(content);
            }

            File.Move(unfinished, file.FullName, overwrite: true);

            return result;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            Discard(unfinished);

            throw new HostException(HostProblem.Usage, $"The file {file.FullName} cannot be written.", "Name a file in a folder that is there, that this account may write to and that has room.", exception);
        }
        catch
        {
            Discard(unfinished);

            throw;
        }
    }

    private static void Discard(string unfinished)
    {
        // Without its folder there is nothing to delete, and asking for it would be one more failure.
        if (File.Exists(unfinished))
        {
            File.Delete(unfinished);
        }
    }
}
