using System.Reflection;
using Plugin.Abstractions;

namespace Conventions.Tests;

/// <summary><c>plugin.json</c> says what the plugin is.</summary>
public sealed class ManifestTests
{
    private static readonly string[] Scopes =
    [
        "admin", "users:read", "calls:read", "channels:read", "im:history", "channels:history", "files:read", "groups:read", "usergroups:read", "users.profile:read", "team:read", "mpim:read",
        "im:read",
    ];

    [Fact]
    public void Manifest_is_one_that_a_host_reads() => Read().ContractVersion.ShouldBe(ContractVersion.Current);

    [Fact]
    public void Scopes_are_the_thirteen_of_the_setup_page() => Read().Scopes.ShouldBe(Scopes, ignoreOrder: true);

    [Fact]
    public void Version_is_that_of_the_plugin()
    {
        var version = House.Open("Plugin.Slack").Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>().ShouldNotBeNull().InformationalVersion;

        version.Split('+')[0].ShouldBe(Read().Version);
    }

    [Fact]
    public void Entry_type_is_a_plugin()
    {
        var manifest = Read();
        var house = House.Open(Path.GetFileNameWithoutExtension(manifest.EntryAssembly));

        var entry = house.Assembly.GetType(manifest.EntryType).ShouldNotBeNull();

        entry.IsAssignableTo(typeof(IConnectorPlugin)).ShouldBeTrue();
        entry.GetConstructor([]).ShouldNotBeNull();
    }

    [Fact]
    public void Plugin_is_laid_out_with_its_manifest_and_sandbox_and_without_what_the_host_shares()
    {
        var manifest = Read();
        var configuration = new DirectoryInfo(AppContext.BaseDirectory).Name;
        var folder = Path.Combine(Repository.Root, "artifacts", "bin", "Host.Sample", configuration, "plugins", manifest.Id, manifest.Version);

        Directory.Exists(folder).ShouldBeTrue($"The build has laid out no {manifest.Id}/{manifest.Version}.");
        File.ReadAllBytes(Path.Combine(folder, "plugin.json")).ShouldBe(File.ReadAllBytes(Repository.FullPath("plugin.json")));
        File.Exists(Path.Combine(folder, manifest.EntryAssembly)).ShouldBeTrue();
        File.Exists(Path.Combine(folder, manifest.Sandbox.ShouldNotBeNull())).ShouldBeTrue();

        foreach (var shared in new[] { "Plugin.Abstractions.dll", "Microsoft.Extensions.DependencyInjection.Abstractions.dll", "Microsoft.Extensions.Logging.Abstractions.dll" })
        {
            File.Exists(Path.Combine(folder, shared)).ShouldBeFalse($"{shared} is the host's to give.");
        }
    }

    private static PluginManifest Read()
    {
        PluginManifestReader.Read(File.ReadAllBytes(Repository.FullPath("plugin.json")), out var manifest).ShouldBeEmpty();

        return manifest.ShouldNotBeNull();
    }
}
