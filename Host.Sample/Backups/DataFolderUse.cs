namespace Host.Sample.Backups;

/// <summary>Says that a process works with the data folder. Any number may at once; putting another store in their place takes the folder alone.</summary>
public sealed class DataFolderUse(HostOptions options) : IDisposable
{
    private FileStream? _file;

    private string File => Path.Combine(options.DataFolder, "in-use.lock");

    /// <summary>Shares the folder until this is disposed of.</summary>
    /// <exception cref="HostException"><see cref="HostProblem.Conflict"/>: a store is being restored there.</exception>
    public void Begin()
    {
        if (_file is not null)
        {
            return;
        }

        try
        {
            MakeFile();
            _file = new(File, FileMode.Open, FileAccess.Read, FileShare.Read);
        }
        catch (IOException exception) when (System.IO.File.Exists(File))
        {
            throw new HostException(HostProblem.Conflict, $"A store is being restored in {options.DataFolder}.", "Wait until 'store restore' has ended there.", exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // A folder that cannot be written to is told of by the store, in its own words.
            return;
        }
    }

    /// <summary>Takes the folder alone until what is returned is disposed of.</summary>
    /// <exception cref="HostException"><see cref="HostProblem.Conflict"/>: a process works with it.</exception>
    internal IDisposable TakeAlone()
    {
        MakeFile();

        try
        {
            return new FileStream(File, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException exception)
        {
            throw new HostException(
                HostProblem.Conflict, $"A host or a command works with {options.DataFolder}.", "Stop the host and wait for commands that run, then try again. Nothing has been changed.", exception);
        }
    }

    public void Dispose() => _file?.Dispose();

    private void MakeFile()
    {
        if (!System.IO.File.Exists(File))
        {
            Folders.MakePrivate(options.DataFolder);
            using FileStream made = new(File, FileMode.OpenOrCreate, FileAccess.Write, FileShare.ReadWrite);
        }
    }
}
