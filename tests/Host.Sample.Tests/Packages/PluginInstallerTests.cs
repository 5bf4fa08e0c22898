using System.Diagnostics;
using System.IO.Compression;
using System.Text;
using Host.Sample.Access;
using Host.Sample.Logs;
using Host.Sample.Packages;
using Host.Sample.Plugins;
using Microsoft.Extensions.DependencyInjection;

namespace Host.Sample.Tests.Packages;

public sealed class PluginInstallerTests : IAsyncLifetime
{
    private const int Link = unchecked((int)0xA1FF0000);

    private readonly TestFolders _folders = new();
    private ServiceProvider? _rooms;

    private PluginInstaller Installer => _rooms!.GetRequiredService<PluginInstaller>();

    private string ZipFile => Path.Combine(_folders.Plugins, "..", "package.zip");

    public async ValueTask InitializeAsync() => _rooms = await RoomsAsync(_folders.Options);

    public async ValueTask DisposeAsync()
    {
        await _rooms!.DisposeAsync();
        _folders.Dispose();
    }

    [Theory]
    [InlineData("")]
    [InlineData("pear/1.0.0/")]
    public async Task A_good_package_is_put_in_its_place(string root)
    {
        var files = SomePackage.Listed(SomePackage.Files());

        var plugin = await InstallAsync(files.Select(file => KeyValuePair.Create(root + file.Key, file.Value)));

        plugin.Folder.ShouldBe(Path.Combine(_folders.Plugins, "pear", "1.0.0"));
        Directory.EnumerateFiles(plugin.Folder, "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(plugin.Folder, file).Replace('\\', '/'))
            .ShouldBe(files.Keys, ignoreOrder: true);
        Directory.EnumerateFileSystemEntries(_folders.Plugins).Select(Path.GetFileName).ShouldBe(["pear"]);
        _rooms!.GetRequiredService<PluginCatalog>().Require("pear").Trust.ShouldNotBeNull().Level.ShouldBe(TrustLevel.Hashed);
        (await _rooms!.GetRequiredService<AuditTrail>().ListAsync(null, 0, 10, Cancellation)).Entries.ShouldContain(entry => entry.Action == "plugin.installed" && entry.Subject == "pear 1.0.0");
    }

    [Theory]
    [InlineData("../evil.dll", "a path that no package may hold")]
    [InlineData("pear/../../evil.dll", "a path that no package may hold")]
    [InlineData("/evil.dll", "a path that no package may hold")]
    [InlineData("C:/evil.dll", "a path that no package may hold")]
    [InlineData("..\\evil.dll", "a path that no package may hold")]
    [InlineData("sandbox/../../../evil/", "a path that no package may hold")]
    [InlineData("aux.dll", "a path that no package may hold")]
    [InlineData("evil.dll:stream", "a path that no package may hold")]
    [InlineData("PEAR.dll", "a file twice")]
    [InlineData("Pear.dll/x", "cannot be installed")]
    [InlineData("sandbox", "a folder that is also a file")]
    public async Task An_entry_that_leads_out_or_astray_is_refused_and_nothing_stays(string path, string reason)
    {
        SomePackage.Zip(ZipFile, SomePackage.Files().Append(KeyValuePair.Create(path, "evil")));

        (await RefusedAsync()).Message.ShouldContain(reason);
    }

    [Fact]
    public async Task A_link_in_a_zip_is_refused()
    {
        SomePackage.Zip(ZipFile, SomePackage.Files(), Link);

        (await RefusedAsync()).Message.ShouldContain("a link or a device");
    }

    [Fact]
    public async Task A_bomb_is_given_up_when_it_is_too_large()
    {
        WriteBomb(ZipFile);

        new FileInfo(ZipFile).Length.ShouldBeLessThan(8 * 1024 * 1024);
        (await RefusedAsync()).Message.ShouldContain("more than 256 MB");
    }

    [Fact]
    public async Task Ten_thousand_and_more_entries_are_refused_before_they_are_listed()
    {
        SomePackage.Zip(ZipFile, Enumerable.Range(0, HashList.MostFiles + 1).Select(number => KeyValuePair.Create($"f{number}", "")));

        (await RefusedAsync()).Message.ShouldContain("more than 10000 entries");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(10)]
    [InlineData(300)]
    public async Task A_zip_that_is_none_or_cut_short_is_refused(int length)
    {
        SomePackage.Zip(ZipFile, SomePackage.Files());
        await File.WriteAllBytesAsync(ZipFile, (await File.ReadAllBytesAsync(ZipFile, Cancellation))[..length], Cancellation);

        (await RefusedAsync()).Message.ShouldContain("no zip that can be read");
    }

    [Fact]
    public async Task A_file_that_breaks_in_the_middle_leaves_nothing()
    {
        SomePackage.Zip(ZipFile, SomePackage.Files().Append(KeyValuePair.Create("zz.dll", string.Concat(Enumerable.Range(0, 50_000)))));
        var bytes = await File.ReadAllBytesAsync(ZipFile, Cancellation);
        // Somewhere in the packed bytes of the last and largest file.
        bytes.AsSpan(bytes.Length / 2, 64).Fill(0xFF);
        await File.WriteAllBytesAsync(ZipFile, bytes, Cancellation);

        await RefusedAsync();
    }

    [Fact]
    public async Task A_disk_that_is_full_in_the_middle_leaves_nothing()
    {
        var mount = Directory.CreateTempSubdirectory("small-disk-").FullName;
        Assert.SkipUnless(OperatingSystem.IsLinux() && Run("mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", mount), "A disk of one megabyte cannot be made here: that takes Linux and the right to mount.");

        try
        {
            SomePackage.Zip(ZipFile, SomePackage.Files().Append(KeyValuePair.Create("big.dll", new string('x', 2 * 1024 * 1024))));
            await using var rooms = await RoomsAsync(_folders.Options with { PluginsFolder = Path.Combine(mount, "plugins") });

            var failure = await Should.ThrowAsync<HostException>(() => rooms.GetRequiredService<PluginInstaller>().InstallAsync(ZipFile, Cancellation));

            failure.Problem.ShouldBe(HostProblem.StoreUnavailable);
            failure.Fix.ShouldContain("disk is not full");
            Directory.EnumerateFileSystemEntries(mount).ShouldBeEmpty();
        }
        finally
        {
            Run("umount", mount);
            Directory.Delete(mount);
        }
    }

    [Fact]
    public async Task Files_that_are_not_those_of_the_list_are_refused()
    {
        var files = SomePackage.Listed(SomePackage.Files());
        files["Pear.dll"] = "other code";
        SomePackage.Zip(ZipFile, files);

        (await RefusedAsync()).Message.ShouldContain("Changed: 'Pear.dll'");
    }

    [Fact]
    public async Task A_plugin_for_a_newer_contract_is_refused()
    {
        var files = SomePackage.Files();
        files["plugin.json"] = SomePackage.Manifest(contract: "1.9");
        SomePackage.Zip(ZipFile, files);

        (await RefusedAsync()).Message.ShouldContain("built for contract version 1.9");
    }

    [Fact]
    public async Task A_manifest_that_points_out_of_the_folder_is_refused()
    {
        var files = SomePackage.Files();
        files["plugin.json"] = SomePackage.Manifest().Replace("\"Pear.dll\"", "\"../Pear.dll\"");
        SomePackage.Zip(ZipFile, files);

        (await RefusedAsync()).Message.ShouldContain("'entryAssembly' must be");
    }

    [Fact]
    public async Task A_copy_of_what_the_host_shares_is_refused()
    {
        SomePackage.Zip(ZipFile, SomePackage.Files().Append(KeyValuePair.Create("Plugin.Abstractions.dll", "a second identity")));

        (await RefusedAsync()).Message.ShouldContain("which is the host's own");
    }

    [Fact]
    public async Task The_same_version_again_is_refused_and_the_first_stays_as_it_was()
    {
        await InstallAsync(SomePackage.Files());
        var other = SomePackage.Files();
        other["Pear.dll"] = "other code under the same version";
        File.Delete(ZipFile);
        SomePackage.Zip(ZipFile, other);

        var failure = await Should.ThrowAsync<HostException>(() => Installer.InstallAsync(ZipFile, Cancellation));

        failure.Problem.ShouldBe(HostProblem.Conflict);
        failure.Message.ShouldContain("there already");
        (await File.ReadAllTextAsync(Path.Combine(_folders.Plugins, "pear", "1.0.0", "Pear.dll"), Cancellation)).ShouldBe(SomePackage.Files()["Pear.dll"]);
        Directory.EnumerateFileSystemEntries(_folders.Plugins).Select(Path.GetFileName).ShouldBe(["pear"]);
    }

    [Fact]
    public async Task An_id_that_differs_from_another_in_case_only_is_refused()
    {
        Directory.CreateDirectory(Path.Combine(_folders.Plugins, "Pear", "0.9.0"));
        SomePackage.Zip(ZipFile, SomePackage.Files());

        var failure = await Should.ThrowAsync<HostException>(() => Installer.InstallAsync(ZipFile, Cancellation));

        failure.Problem.ShouldBe(HostProblem.Conflict);
        failure.Message.ShouldContain("differ in case only");
        Directory.EnumerateFileSystemEntries(_folders.Plugins).Select(Path.GetFileName).ShouldBe(["Pear"]);
    }

    [Fact]
    public async Task Under_require_only_what_is_signed_is_installed()
    {
        using var company = new SomeCertificate();
        var pfx = company.Issue(Path.Combine(_folders.Plugins, "..", "signer.pfx"), "Release Team");
        await using var rooms = await RoomsAsync(_folders.Options with { TrustPolicy = TrustPolicy.Require, TrustedCertificates = [company.WriteRoot(Path.Combine(_folders.Plugins, "..", "root.pem"))] });
        SomePackage.Zip(ZipFile, SomePackage.Files().Select(file => KeyValuePair.Create("pear/1.0.0/" + file.Key, file.Value)));
        (await Should.ThrowAsync<HostException>(() => rooms.GetRequiredService<PluginInstaller>().InstallAsync(ZipFile, Cancellation))).Message.ShouldContain("trusted certificate has signed");

        await PackageSigner.SignAsync(ZipFile, pfx, null, null, Cancellation);
        var plugin = await rooms.GetRequiredService<PluginInstaller>().InstallAsync(ZipFile, Cancellation);

        plugin.Trust.ShouldBe(new(TrustLevel.Trusted, "Release Team", null));
        rooms.GetRequiredService<PluginCatalog>().Require("pear").Trust.ShouldBe(plugin.Trust);
    }

    [Fact]
    public async Task A_removed_plugin_is_gone_and_the_other_version_stays()
    {
        await InstallAsync(SomePackage.Files());
        File.Delete(ZipFile);
        await InstallAsync(SomePackage.Files(version: "1.1.0"));

        (await Installer.RemoveAsync("pear", "1.1.0", Cancellation)).ShouldBe(["1.1.0"]);

        _rooms!.GetRequiredService<PluginCatalog>().List().ShouldHaveSingleItem().Version.ShouldBe("1.0.0");
        (await Installer.RemoveAsync("pear", null, Cancellation)).ShouldBe(["1.0.0"]);
        Directory.EnumerateFileSystemEntries(_folders.Plugins).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("apple", null)]
    [InlineData("pear", "9.9.9")]
    [InlineData("..", null)]
    [InlineData("pear", "..")]
    [InlineData("pear/1.0.0", null)]
    [InlineData("", null)]
    public async Task What_is_not_there_cannot_be_removed(string id, string? version)
    {
        await InstallAsync(SomePackage.Files());

        (await Should.ThrowAsync<HostException>(() => Installer.RemoveAsync(id, version, Cancellation))).Problem.ShouldBe(HostProblem.NotFound);

        _rooms!.GetRequiredService<PluginCatalog>().List().ShouldHaveSingleItem();
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static Task<ServiceProvider> RoomsAsync(HostOptions options) => HostRooms.OpenAsync(options, new KnownSecrets(), Cancellation);

    private Task<InstalledPlugin> InstallAsync(IEnumerable<KeyValuePair<string, string>> files) => Installer.InstallAsync(SomePackage.Zip(ZipFile, files), Cancellation);

    /// <summary>The package is refused with words for a person, and neither plugins folder nor its surroundings have a file more.</summary>
    private async Task<HostException> RefusedAsync()
    {
        var around = Path.GetDirectoryName(_folders.Plugins)!;
        var before = Directory.EnumerateFileSystemEntries(around).Order(StringComparer.Ordinal).ToList();

        var failure = await Should.ThrowAsync<HostException>(() => Installer.InstallAsync(ZipFile, Cancellation));

        failure.Problem.ShouldBeOneOf(HostProblem.PluginUnavailable, HostProblem.StoreUnavailable);
        failure.Fix.ShouldNotBeNullOrWhiteSpace();
        Directory.EnumerateFileSystemEntries(_folders.Plugins).ShouldBeEmpty();
        Directory.EnumerateFileSystemEntries(around).Order(StringComparer.Ordinal).ShouldBe(before);

        return failure;
    }

    private static void WriteBomb(string file)
    {
        using var archive = System.IO.Compression.ZipFile.Open(file, ZipArchiveMode.Create);

        using (var manifest = archive.CreateEntry("plugin.json").Open())
        {
            manifest.Write(Encoding.UTF8.GetBytes(SomePackage.Manifest()));
        }

        using var bomb = archive.CreateEntry("Pear.dll", CompressionLevel.Fastest).Open();
        var zeros = new byte[1024 * 1024];

        for (var megabyte = 0; megabyte < 257; megabyte++)
        {
            bomb.Write(zeros);
        }
    }

    private static bool Run(string program, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true, UseShellExecute = false });
            process!.WaitForExit();

            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }
}
