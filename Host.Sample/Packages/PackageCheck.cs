using Host.Sample.Plugins;

namespace Host.Sample.Packages;

/// <summary>Looks at a package that is not installed, a folder or a zip, as the installer would.</summary>
public static class PackageCheck
{
    /// <exception cref="HostException"><see cref="HostProblem.NotFound"/>; <see cref="HostProblem.PluginUnavailable"/>: it would be refused.</exception>
    public static async Task<PackageReport> RunAsync(string path, PackageVerifier verifier, CancellationToken cancellationToken)
    {
        if (Directory.Exists(path))
        {
            return Look(path, path, verifier);
        }

        var folder = Directory.CreateTempSubdirectory("package-").FullName;

        try
        {
            var files = Path.Combine(folder, "files");
            await PackageArchive.ExtractAsync(path, files, cancellationToken);

            return Look(files, path, verifier);
        }
        catch (PackageException refusal)
        {
            throw Refused(path, refusal.Message, refusal.Fix);
        }
        finally
        {
            PackageFolder.Remove(folder);
        }
    }

    private static PackageReport Look(string folder, string path, PackageVerifier verifier)
    {
        var verdict = verifier.Verify(folder);

        if (verdict.Problem is { } problem)
        {
            throw Refused(path, problem, verdict.Fix!);
        }

        var plugin = PluginFolderReader.ReadStaged(folder);

        return plugin.IsAvailable
            ? new(plugin.Id, plugin.Version, HashList.Of(folder).Hashes.Count, verdict.Trust.Level, verdict.Trust.Signer, verdict.Trust.Note)
            : throw Refused(path, plugin.Reason!, plugin.Fix!);
    }

    private static HostException Refused(string path, string problem, string fix) => new(HostProblem.PluginUnavailable, $"'{Path.GetFileName(path)}' would be refused. {problem}", fix);
}
