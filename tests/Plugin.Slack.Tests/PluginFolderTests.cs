using System.Reflection;
using System.Text.Json;
using Plugin.Abstractions;
using Plugin.Slack.Tests.Support;

namespace Plugin.Slack.Tests;

public sealed class PluginFolderTests
{
    private static string Root
    {
        get
        {
            var root = AppContext.BaseDirectory;

            while (!File.Exists(Path.Combine(root, "SlackConnectorPlugin.sln")))
            {
                root = Path.GetDirectoryName(root) ?? throw new InvalidOperationException("The repository's root was not found.");
            }

            return root;
        }
    }

    private static string Folder => Path.Combine(Root, "artifacts", "bin", "Host.Sample", Path.GetFileName(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar)), "plugins", "slack", Manifest.Version);

    private static PluginManifest Manifest
    {
        get
        {
            PluginManifestReader.Read(File.ReadAllBytes(Path.Combine(Root, "plugin.json")), out var manifest).ShouldBeEmpty();

            return manifest!;
        }
    }

    [Fact]
    public void The_plugin_is_laid_out_under_the_manifests_version_with_its_sandbox_and_without_the_hosts_assemblies()
    {
        Directory.EnumerateFiles(Folder).Select(Path.GetFileName).Order(StringComparer.Ordinal)
            .ShouldBe(["FluentValidation.dll", "LICENSE", "Plugin.Slack.deps.json", "Plugin.Slack.dll", "THIRD-PARTY-NOTICES.txt", "plugin.json"]);
        File.Exists(Path.Combine(Folder, Manifest.Sandbox!.Replace('/', Path.DirectorySeparatorChar))).ShouldBeTrue();
        File.Exists(Path.Combine(Folder, "sandbox", "Plugin.Slack.Sandbox.runtimeconfig.json")).ShouldBeTrue();
        File.Exists(Path.Combine(Folder, "sandbox", "System.CommandLine.dll")).ShouldBeTrue();
    }

    [Fact]
    public void The_manifests_version_is_the_assemblys()
    {
        using var dependencies = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Folder, "Plugin.Slack.deps.json")));

        dependencies.RootElement.GetProperty("libraries").TryGetProperty($"Plugin.Slack/{Manifest.Version}", out _).ShouldBeTrue();
        typeof(SlackPlugin).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0].ShouldBe(Manifest.Version);
    }

    [Fact]
    public void The_entry_is_the_only_public_type() =>
        typeof(SlackPlugin).Assembly.GetExportedTypes().Select(type => type.FullName).ShouldBe([Manifest.EntryType]);

    [Fact]
    public void The_manifest_asks_for_the_scopes_that_the_plugin_asks_for()
    {
        using SlackTestBench bench = new(new("https://slack.com/"));

        bench.Connector.Describe().Scopes.Where(scope => !scope.IsOptional).Select(scope => scope.Name).ShouldBe(Manifest.Scopes);
    }

    [Fact]
    public void Every_stream_is_described_in_full()
    {
        using SlackTestBench bench = new(new("https://slack.com/"));
        var streams = bench.Connector.Describe().Streams;

        foreach (var stream in streams)
        {
            stream.LostWithout.ShouldNotBeNullOrWhiteSpace();
            stream.Columns.ShouldContain(column => column.Meaning.IsKey);
            stream.Columns.ShouldAllBe(column => column.Meaning.Description.EndsWith('.') && column.Meaning.Source.Length > 0);

            foreach (var reference in stream.References)
            {
                stream.Columns.ShouldContain(column => column.Name == reference.Column, stream.Id);
                streams.Single(target => target.Id == reference.Stream).Columns.ShouldContain(column => column.Name == reference.TargetColumn, stream.Id);
            }
        }
    }

    [Fact]
    public void Every_stream_has_a_page_with_the_five_headings_and_its_method()
    {
        using SlackTestBench bench = new(new("https://slack.com/"));

        foreach (var stream in bench.Connector.Describe().Streams)
        {
            var page = File.ReadAllLines(Path.Combine(Root, "docs", "streams", stream.Id + ".md"));

            page.Where(line => line.StartsWith("## ", StringComparison.Ordinal)).ShouldBe(
            [
                "## What it is", "## Slack method, scopes, tier", "## Record and key", "## How far back, how fresh", "## What is left out, and why",
            ]);
            page.ShouldContain(line => line.Contains($"`{stream.Methods[0]}`", StringComparison.Ordinal), stream.Id);
        }
    }
}
