using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.Json;

namespace EndToEnd.Tests;

/// <summary>The package as an administrator gets it: published, checked, installed, used.</summary>
public sealed class PackageTests
{
    private static readonly string[] Shared = ["Plugin.Abstractions.dll", "Microsoft.Extensions.DependencyInjection.Abstractions.dll", "Microsoft.Extensions.Logging.Abstractions.dll"];

    [Fact]
    public async Task Publishing_gives_the_same_bytes_from_any_folder_and_a_host_takes_them()
    {
        var token = TestContext.Current.CancellationToken;
        using var here = new TemporaryFolder();
        using var there = new TemporaryFolder();
        using var host = new TemporaryFolder();

        // Side by side, or it takes twice as long.
        var packages = await Task.WhenAll(PublishAsync(here.Path, token), PublishAsync(Path.Combine(there.Path, "another", "place"), token));
        var (package, again) = (packages[0], packages[1]);

        (await File.ReadAllBytesAsync(again, token)).ShouldBe(await File.ReadAllBytesAsync(package, token));
        var version = RequireWhole(package);

        var plugins = Path.Combine(host.Path, "plugins");
        (await HostAsync("plugins", "verify", package)).ShouldSucceed().Output.ShouldContain("Its files are those of its list.");
        (await HostAsync("plugins", "install", package)).ShouldSucceed().Output.ShouldContain("features enable slack");
        (await HostAsync("plugins", "install", package)).ShouldFailWith(4);
        (await HostAsync("plugins", "list", "--json")).ShouldSucceed().Json()[0].GetProperty("trust").GetProperty("level").GetString().ShouldBe("hashed");
        (await HostAsync("demo", "--size", "40")).ShouldSucceed().Output.ShouldContain("Verdict Complete");
        (await HostAsync("plugins", "verify", Path.Combine(plugins, "slack", version), "--plugin-trust", "require")).ShouldFailWith(7);
        (await HostAsync("plugins", "remove", "slack")).ShouldSucceed();
        Directory.EnumerateFileSystemEntries(plugins).ShouldBeEmpty();

        Task<Finished> HostAsync(params string[] arguments) => HostProcess.RunAsync(host.Path, null, token, [.. arguments, "--plugins", plugins]);
    }

    private static async Task<string> PublishAsync(string folder, CancellationToken cancellationToken)
    {
        foreach (var part in (string[])["Plugin.Abstractions", "Plugin.Slack", "Plugin.Slack.Sandbox"])
        {
            Take(part);
        }

        foreach (var file in Directory.EnumerateFiles(Dotnet.Repository).Where(file => Path.GetFileName(file) is not ".git"))
        {
            File.Copy(file, Path.Combine(folder, Path.GetFileName(file)));
        }

        (await Dotnet.RunAsync(folder, new Dictionary<string, string>(), ["publish", "Plugin.Slack", "-p:RunAnalyzers=false"], cancellationToken)).ShouldSucceed();

        return Directory.EnumerateFiles(Path.Combine(folder, "artifacts", "packages")).ShouldHaveSingleItem();

        void Take(string part)
        {
            foreach (var file in Directory.EnumerateFiles(Path.Combine(Dotnet.Repository, part), "*", SearchOption.AllDirectories))
            {
                var copy = Path.Combine(folder, Path.GetRelativePath(Dotnet.Repository, file));
                Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
                File.Copy(file, copy);
            }
        }
    }

    /// <summary>The zip holds what it must, and nothing of the host's.</summary>
    private static string RequireWhole(string package)
    {
        using var zip = ZipFile.OpenRead(package);
        var root = zip.Entries[0].FullName.Split('/') is [var id, var version, ..] ? $"{id}/{version}/" : throw new InvalidOperationException("The zip has no folders.");
        var files = zip.Entries.ToDictionary(entry => entry.FullName[root.Length..], Bytes);
        using var manifest = JsonDocument.Parse(files["plugin.json"]);

        root.ShouldBe($"{manifest.RootElement.GetProperty("id").GetString()}/{manifest.RootElement.GetProperty("version").GetString()}/");
        files.Keys.ShouldContain(manifest.RootElement.GetProperty("entryAssembly").GetString()!);
        files.Keys.ShouldContain(manifest.RootElement.GetProperty("sandbox").GetString()!);
        files.Keys.ShouldContain("LICENSE");
        files.Keys.ShouldAllBe(path => !Shared.Contains(Path.GetFileName(path)));
        System.Text.Encoding.UTF8.GetString(files["plugin.sha256"]).ShouldBe(string.Concat(
            files.Where(file => file.Key != "plugin.sha256").OrderBy(file => file.Key, StringComparer.Ordinal).Select(file => $"{Convert.ToHexStringLower(SHA256.HashData(file.Value))}  {file.Key}\n")));

        // Whatever of others is in it is named in the notices, with its version.
        var notices = System.Text.Encoding.UTF8.GetString(files["THIRD-PARTY-NOTICES.txt"]);
        var others = files.Where(file => file.Key.EndsWith(".deps.json", StringComparison.Ordinal)).SelectMany(file => Packages(file.Value)).ToList();
        others.ShouldNotBeEmpty();
        others.ShouldAllBe(name => notices.Contains($"\n{name}\n", StringComparison.Ordinal));

        return manifest.RootElement.GetProperty("version").GetString()!;
    }

    private static byte[] Bytes(ZipArchiveEntry entry)
    {
        using var stream = entry.Open();
        using var bytes = new MemoryStream();
        stream.CopyTo(bytes);

        return bytes.ToArray();
    }

    private static List<string> Packages(byte[] dependencies)
    {
        using var document = JsonDocument.Parse(dependencies);

        return [.. document.RootElement.GetProperty("libraries").EnumerateObject().Where(library => library.Value.GetProperty("type").GetString() is "package").Select(library => library.Name.Replace('/', ' '))];
    }
}
