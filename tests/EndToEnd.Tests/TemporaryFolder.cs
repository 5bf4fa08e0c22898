namespace EndToEnd.Tests;

/// <summary>A folder that goes with the test.</summary>
public sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("connector-host-").FullName;

    /// <summary>Another folder with the same files, and the same in its database where the store is one.</summary>
    public TemporaryFolder Copy()
    {
        var copy = new TemporaryFolder();
        copy.Take(Path, "");
        FolderDatabases.Copy(Path, copy.Path);

        return copy;
    }

    /// <summary>Copies a folder of another one into this, under its name.</summary>
    public void Take(string folder, string name)
    {
        foreach (var file in Directory.EnumerateFiles(System.IO.Path.Combine(folder, name), "*", SearchOption.AllDirectories))
        {
            var target = System.IO.Path.Combine(Path, System.IO.Path.GetRelativePath(folder, file));
            Directory.CreateDirectory(System.IO.Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }
    }

    /// <summary>Everything that lies in it, and in its database where the store is one, as bytes read as Latin-1 so that nothing hides in an encoding error.</summary>
    public async Task<string> EverythingAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                return await ReadAllAsync(cancellationToken) + await FolderDatabases.EverythingAsync(Path, cancellationToken);
            }
            catch (FileNotFoundException)
            {
                // The store has just folded one of its side files into the main one: look at it as it is now.
            }
        }
    }

    public void Dispose()
    {
        FolderDatabases.Drop(Path);

        try
        {
            Directory.Delete(Path, recursive: true);
        }
        catch (IOException)
        {
            // A file that a killed process still held; the system clears its temporary folder.
        }
    }

    private async Task<string> ReadAllAsync(CancellationToken cancellationToken)
    {
        var text = new System.Text.StringBuilder();

        // What is empty may be held by a process alone, to say that it is at work.
        foreach (var file in Directory.EnumerateFiles(Path, "*", SearchOption.AllDirectories).Where(file => new FileInfo(file).Length > 0))
        {
            await using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using var reader = new StreamReader(stream, System.Text.Encoding.Latin1);
            text.Append(await reader.ReadToEndAsync(cancellationToken));
        }

        return text.ToString();
    }
}
