using System.Net.Http.Json;
using System.Text.Json;
using Host.Sample.Packages;
using Host.Sample.Plugins;
using Host.Sample.Tests.Packages;

namespace Host.Sample.Tests.Plugins;

/// <summary>A host that serves, while plugins come into its folder and go.</summary>
public sealed class PluginWatchTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_version_that_is_put_there_is_found_tried_and_offered_and_one_that_is_taken_away_is_let_go()
    {
        await using var host = await WebFixture.StartAsync();
        await UntilAsync(host, plugins => State(plugins, "1.0.0") is "available");
        using var elsewhere = new TestFolders();

        // As an administrator does it who knows: copied beside, then renamed.
        var staged = Path.Combine(host.Folders.Plugins, ".coming");
        TestFolders.Copy(elsewhere.InstallOrchard("1.1.0"), staged);
        Directory.Move(staged, Path.Combine(host.Folders.Plugins, "orchard", "1.1.0"));

        await UntilAsync(host, plugins => State(plugins, "1.1.0") is "available" && State(plugins, "1.0.0") is "superseded");
        await LoadedAsync(host, "1.1.0");
        Directory.Delete(Path.Combine(host.Folders.Plugins, "orchard", "1.1.0"), recursive: true);

        await UntilAsync(host, plugins => State(plugins, "1.1.0") is null && State(plugins, "1.0.0") is "available");
        await LoadedAsync(host, "1.0.0");
    }

    [Fact]
    public async Task A_folder_that_is_copied_slowly_is_waited_for_and_never_tried_by_halves()
    {
        await using var host = await WebFixture.StartAsync();
        await UntilAsync(host, plugins => State(plugins, "1.0.0") is "available");
        using var elsewhere = new TestFolders();
        var source = elsewhere.InstallOrchard("1.1.0");
        var target = Directory.CreateDirectory(Path.Combine(host.Folders.Plugins, "orchard", "1.1.0")).FullName;
        List<string?> states = [];

        // The manifest first, the assembly in pieces after it: the order that tempts most.
        File.Copy(Path.Combine(source, "plugin.json"), Path.Combine(target, "plugin.json"));
        var assembly = await File.ReadAllBytesAsync(Path.Combine(source, "Plugin.Orchard.dll"), Token);

        await using (var file = File.Create(Path.Combine(target, "Plugin.Orchard.dll")))
        {
            foreach (var piece in assembly.Chunk(assembly.Length / 8))
            {
                await file.WriteAsync(piece, Token);
                await file.FlushAsync(Token);
                states.Add(State(await ListAsync(host), "1.1.0"));
                await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System, Token);
            }
        }

        foreach (var file in Directory.EnumerateFiles(source, "*", SearchOption.AllDirectories).Where(file => !file.EndsWith("plugin.json", StringComparison.Ordinal) && !file.EndsWith("Plugin.Orchard.dll", StringComparison.Ordinal)))
        {
            var place = Path.Combine(target, Path.GetRelativePath(source, file));
            Directory.CreateDirectory(Path.GetDirectoryName(place)!);
            File.Copy(file, place);
        }

        states.ShouldAllBe(state => state == "arriving");
        await UntilAsync(host, plugins => State(plugins, "1.1.0") is "available");
    }

    [Fact]
    public async Task A_package_with_a_list_is_complete_when_the_list_says_so_and_refused_when_it_stays_otherwise()
    {
        await using var host = await WebFixture.StartAsync();
        var files = SomePackage.Listed(SomePackage.Files());
        var last = files["sandbox/Pear.Sandbox.dll"];
        files.Remove("sandbox/Pear.Sandbox.dll");
        var folder = SomePackage.Folder(Path.Combine(host.Folders.Plugins, "pear", "1.0.0"), files);

        await UntilAsync(host, plugins => State(plugins, "1.0.0", "pear") is "untrusted");
        SomePackage.Folder(folder, new Dictionary<string, string> { ["sandbox/Pear.Sandbox.dll"] = last });

        // Complete, but no code: it was verified, then tried.
        await UntilAsync(host, plugins => State(plugins, "1.0.0", "pear") is "broken");
    }

    [Fact]
    public async Task No_file_of_the_plugins_folder_is_loaded_and_a_torn_one_harms_nobody()
    {
        await using var host = await WebFixture.StartAsync();
        await LoadedAsync(host, "1.0.0");
        var folder = Path.Combine(host.Folders.Plugins, "orchard", "1.0.0");
        await using var session = await host.Get<LoadedPlugins>().OpenAsync("orchard", Token);

        var loaded = AppDomain.CurrentDomain.GetAssemblies().Where(assembly => assembly.IsCollectible).Select(assembly => assembly.Location).ToList();
        loaded.ShouldContain(file => file.StartsWith(host.Folders.Data, StringComparison.Ordinal));
        loaded.ShouldNotContain(file => file.StartsWith(host.Folders.Plugins, StringComparison.Ordinal));
        // Cut short under a mapping this would end the process.
        File.WriteAllBytes(Path.Combine(folder, "Plugin.Orchard.dll"), [1, 2, 3]);

        session.Connector.Describe().Streams.Count.ShouldBe(5);
    }

    [Fact]
    public async Task Files_that_change_after_the_check_are_not_what_is_loaded()
    {
        using var folders = new TestFolders();
        var folder = folders.InstallOrchard();
        var listed = Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).ToDictionary(file => Path.GetRelativePath(folder, file).Replace('\\', '/'), file => Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(file))));
        await File.WriteAllTextAsync(Path.Combine(folder, "plugin.sha256"), string.Concat(listed.OrderBy(entry => entry.Key, StringComparer.Ordinal).Select(entry => $"{entry.Value}  {entry.Key}\n")), Token);
        await using PluginRooms rooms = new(folders.Options);
        var catalog = rooms.Catalog;
        var plugin = catalog.Require("orchard");
        plugin.Trust.ShouldNotBeNull().Level.ShouldBe(TrustLevel.Hashed);

        // Same length, same time: whoever looks at those only sees nothing.
        var file = Path.Combine(folder, "Plugin.Orchard.dll");
        var time = File.GetLastWriteTimeUtc(file);
        var bytes = await File.ReadAllBytesAsync(file, Token);
        bytes[^1] ^= 1;
        await File.WriteAllBytesAsync(file, bytes, Token);
        File.SetLastWriteTimeUtc(file, time);
        catalog.Require("orchard");

        var failure = Should.Throw<HostException>(() => catalog.Checked(plugin));

        failure.Problem.ShouldBe(HostProblem.PluginUnavailable);
        failure.Message.ShouldContain("Changed: 'Plugin.Orchard.dll'");
        Directory.EnumerateFileSystemEntries(Path.Combine(folders.Data, "plugin-copies")).ShouldBeEmpty();
    }

    private static async Task LoadedAsync(WebFixture host, string version)
    {
        await using var session = await host.Get<LoadedPlugins>().OpenAsync("orchard", Token);
        session.Plugin.Version.ShouldBe(version);
    }

    private static string? State(JsonElement plugins, string version, string id = "orchard") =>
        plugins.EnumerateArray().FirstOrDefault(plugin => plugin.GetProperty("id").GetString() == id && plugin.GetProperty("version").GetString() == version) is { ValueKind: JsonValueKind.Object } plugin
            ? plugin.GetProperty("state").GetString()
            : null;

    private static Task<JsonElement> ListAsync(WebFixture host) => host.Client.GetFromJsonAsync<JsonElement>("/api/plugins", Token);

    private static async Task UntilAsync(WebFixture host, Func<JsonElement, bool> isSo)
    {
        while (!isSo(await ListAsync(host)))
        {
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, Token);
        }
    }
}
