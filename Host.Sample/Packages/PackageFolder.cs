namespace Host.Sample.Packages;

/// <summary>Handles the folder of a package as a whole.</summary>
internal static class PackageFolder
{
    /// <summary>Copies all files. A link is followed to its file; a link to a folder is left out.</summary>
    public static void Copy(string source, string target)
    {
        Directory.CreateDirectory(target);

        foreach (var file in Plugins.FolderStamp.Entries(source).OfType<FileInfo>())
        {
            var path = Path.Combine(target, Path.GetRelativePath(source, file.FullName));
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            using var from = new FileStream(file.FullName, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
            using var to = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0);
            from.CopyTo(to);
        }
    }

    /// <summary>Gives a folder its final name, in one step. Somebody else may have been first with the same one.</summary>
    public static void Move(string source, string target)
    {
        try
        {
            Directory.Move(source, target);
        }
        catch (IOException) when (Directory.Exists(target))
        {
            return;
        }
    }

    /// <summary>Removes a folder if it can be; a file that is held open stays for another time.</summary>
    public static void Remove(string folder)
    {
        try
        {
            Directory.Delete(folder, recursive: true);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return;
        }
    }
}
