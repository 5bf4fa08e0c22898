namespace Host.Sample.Backups;

/// <summary>The keys that belong to a store: without them its secrets cannot be decrypted.</summary>
internal sealed class KeyCopies(HostOptions options)
{
    private const string Keys = "keys";

    /// <summary>Copies keys and the certificates' key into a folder.</summary>
    /// <exception cref="HostException"><see cref="HostProblem.Conflict"/>: something is there already.</exception>
    public IReadOnlyList<string> Save(string folder)
    {
        RequireEmpty(folder);
        Folders.MakePrivate(folder);
        Folders.MakePrivate(Path.Combine(folder, Keys));

        return Copy(options.KeyFolder, options.CertificateKeyFile, folder);
    }

    /// <summary>Copies keys and the certificates' key into a folder as hosts that share them want it.</summary>
    /// <exception cref="HostException"><see cref="HostProblem.Conflict"/>: something is there already. <see cref="HostProblem.StoreUnavailable"/>: it cannot be written to.</exception>
    public void Share(string folder)
    {
        RequireEmpty(folder);

        try
        {
            Folders.MakePrivate(folder);

            foreach (var file in Files(options.KeyFolder, options.CertificateKeyFile))
            {
                Copy(file, Path.Combine(folder, Path.GetFileName(file)));
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new HostException(HostProblem.StoreUnavailable, $"The keys cannot be copied to {folder}: {exception.Message}", "Name a folder that this account may write to. Nothing was kept in the database.", exception);
        }
    }

    /// <exception cref="HostException"><see cref="HostProblem.Conflict"/>: something is there.</exception>
    public static void RequireEmpty(string folder)
    {
        if (File.Exists(folder) || (Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any()))
        {
            throw new HostException(HostProblem.Conflict, $"The folder {folder} is not empty.", "Name a folder that is not there yet, or is empty: keys of two stores must not get mixed.");
        }
    }

    /// <summary>Whether a folder holds what <see cref="Save"/> writes.</summary>
    /// <exception cref="HostException"><see cref="HostProblem.NotFound"/>: it does not.</exception>
    public static void Require(string folder)
    {
        if (!Directory.Exists(Path.Combine(folder, Keys)) || !Directory.EnumerateFiles(Path.Combine(folder, Keys), "*.xml").Any())
        {
            throw new HostException(HostProblem.NotFound, $"There are no keys in {folder}.", "Name the folder that 'store backup --with-keys' has written.");
        }
    }

    /// <summary>Puts the keys of a folder in the place of those that are there, which are put aside.</summary>
    /// <param name="folder">What <see cref="Save"/> has written.</param>
    /// <param name="aside">How the names of those put aside end.</param>
    /// <returns>Where the old ones are; null when there were none.</returns>
    public string? Restore(string folder, string aside)
    {
        string? old = null;

        if (Directory.Exists(options.KeyFolder))
        {
            old = options.KeyFolder + aside;
            Directory.Move(options.KeyFolder, old);
        }

        if (File.Exists(options.CertificateKeyFile))
        {
            File.Move(options.CertificateKeyFile, options.CertificateKeyFile + aside);
        }

        Folders.MakePrivate(options.KeyFolder);
        Copy(Path.Combine(folder, Keys), Path.Combine(folder, Path.GetFileName(options.CertificateKeyFile)), options.DataFolder);

        return old;
    }

    private static List<string> Copy(string keys, string certificateKey, string target) =>
        [.. Files(keys, certificateKey).Select(file => Copy(file, file == certificateKey ? Path.Combine(target, Path.GetFileName(file)) : Path.Combine(target, Keys, Path.GetFileName(file))))];

    private static IEnumerable<string> Files(string keys, string certificateKey)
    {
        var all = Directory.Exists(keys) ? Directory.EnumerateFiles(keys, "*.xml").Order(StringComparer.Ordinal) : Enumerable.Empty<string>();

        return File.Exists(certificateKey) ? all.Append(certificateKey) : all;
    }

    private static string Copy(string source, string target)
    {
        File.Copy(source, target);
        Folders.KeepPrivate(target);

        return target;
    }
}
