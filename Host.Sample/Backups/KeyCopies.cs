namespace Host.Sample.Backups;

/// <summary>The keys that belong to a store: without them its secrets cannot be decrypted.</summary>
internal sealed class KeyCopies(HostOptions options)
{
    private const string Keys = "keys";

    /// <summary>Copies keys and the certificates' key into a folder.</summary>
    /// <exception cref="HostException"><see cref="HostProblem.Conflict"/>: something is there already.</exception>
    public IReadOnlyList<string> Save(string folder)
    {
        if (File.Exists(folder) || (Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any()))
        {
            throw new HostException(HostProblem.Conflict, $"The folder {folder} is not empty.", "Name a folder that is not there yet, or is empty: keys of two stores must not get mixed.");
        }

        Folders.MakePrivate(folder);
        Folders.MakePrivate(Path.Combine(folder, Keys));

        return Copy(options.KeyFolder, options.CertificateKeyFile, folder);
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

    private static List<string> Copy(string keys, string certificateKey, string target)
    {
        List<string> copied = [];

        if (Directory.Exists(keys))
        {
            copied.AddRange(Directory.EnumerateFiles(keys, "*.xml").Order(StringComparer.Ordinal).Select(file => Copy(file, Path.Combine(target, Keys, Path.GetFileName(file)))));
        }

        if (File.Exists(certificateKey))
        {
            copied.Add(Copy(certificateKey, Path.Combine(target, Path.GetFileName(certificateKey))));
        }

        return copied;
    }

    private static string Copy(string source, string target)
    {
        File.Copy(source, target);
        Folders.KeepPrivate(target);

        return target;
    }
}
