using Host.Sample.Plugins;

namespace Host.Sample.Tests.Plugins;

public sealed class PluginCatalogTests : IDisposable
{
    private const string Good =
        """
        {"schemaVersion":1,"id":"pear","name":"Pear","version":"1.0.0","contractVersion":"1.0","entryAssembly":"Pear.dll","entryType":"Pear.Entry","feature":"Pear Connector"}
        """;

    private readonly TestFolders _folders = new();

    private PluginCatalog Catalog => new PluginRooms(_folders.Options).Catalog;

    public void Dispose() => _folders.Dispose();

    [Theory]
    [InlineData("{", "no valid JSON")]
    [InlineData("[]", "must be a JSON object")]
    [InlineData("{}", "'id' is missing")]
    [InlineData("""{"schemaVersion":2}""", "'schemaVersion' is 2")]
    [InlineData("""{"schemaVersion":1,"id":"../pear"}""", "'id' must be")]
    [InlineData("""{"schemaVersion":1,"id":"pear","entryAssembly":"../../evil.dll"}""", "'entryAssembly' must be")]
    [InlineData("""{"schemaVersion":1,"id":"pear","sandbox":"../evil.dll"}""", "'sandbox' must be")]
    [InlineData("""{"schemaVersion":1,"id":"pear","authorizationCallback":"a/../b"}""", "'authorizationCallback' must be")]
    [InlineData("""{"schemaVersion":1,"id":"pear","allowedHosts":["*"]}""", "'allowedHosts' must hold")]
    [InlineData("""{"schemaVersion":1,"id":"pear","name":"\ud800"}""", "surrogate")]
    [InlineData("[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]", "no valid JSON")]
    public void A_manifest_that_cannot_be_used_is_listed_with_the_reason(string manifest, string reason)
    {
        Install("pear", "1.0.0", manifest);

        var plugin = Catalog.List().ShouldHaveSingleItem();

        plugin.State.ShouldBe(PluginState.Invalid);
        plugin.Reason.ShouldNotBeNull().ShouldContain(reason);
        plugin.Fix.ShouldNotBeNullOrWhiteSpace();
    }

    [Fact]
    public void A_manifest_of_a_hundred_megabytes_is_not_read_into_memory()
    {
        var folder = Install("pear", "1.0.0", Good);
        using (var file = File.OpenWrite(Path.Combine(folder, "plugin.json")))
        {
            file.SetLength(100 * 1024 * 1024);
        }

        var before = GC.GetAllocatedBytesForCurrentThread();
        var plugin = Catalog.List().ShouldHaveSingleItem();

        plugin.Reason.ShouldNotBeNull().ShouldContain("65536 are allowed");
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(10 * 1024 * 1024);
    }

    [Theory]
    [InlineData("Pear", "1.0.0", "differ in case")]
    [InlineData("apple", "1.0.0", "the id in plugin.json is 'pear'")]
    [InlineData("pear", "1.0.1", "the version in plugin.json is '1.0.0'")]
    public void Folder_and_manifest_must_say_the_same(string id, string version, string reason)
    {
        Install(id, version, Good);

        var plugin = Catalog.List().ShouldHaveSingleItem();

        plugin.State.ShouldBe(PluginState.Invalid);
        plugin.Reason.ShouldNotBeNull().ShouldContain(reason);
        plugin.Fix.ShouldNotBeNull().ShouldContain("Rename the folder");
    }

    [Theory]
    [InlineData("2.0", "Update the host")]
    [InlineData("1.9", "Update the host")]
    [InlineData("0.9", "newer version of the plugin")]
    public void Another_contract_version_is_incompatible_and_both_are_named(string version, string fix)
    {
        Install("pear", "1.0.0", Good.Replace("\"contractVersion\":\"1.0\"", $"\"contractVersion\":\"{version}\""));

        var plugin = Catalog.List().ShouldHaveSingleItem();

        plugin.State.ShouldBe(PluginState.Incompatible);
        plugin.Reason.ShouldBe($"It was built for contract version {version}; this host has 1.0.");
        plugin.Fix.ShouldNotBeNull().ShouldContain(fix);
    }

    [Fact]
    public void A_plugin_that_is_a_link_out_of_the_folder_is_one_entry_and_tells_nothing_of_where_it_leads()
    {
        var elsewhere = Directory.CreateDirectory(Path.Combine(_folders.Data, "private", "salaries")).Parent!;
        Directory.CreateDirectory(_folders.Plugins);
        Directory.CreateSymbolicLink(Path.Combine(_folders.Plugins, "pear"), elsewhere.FullName);

        var plugin = Catalog.List().ShouldHaveSingleItem();

        plugin.State.ShouldBe(PluginState.Invalid);
        plugin.Reason.ShouldBe("The folder 'pear' is a symbolic link that leads out of the plugins folder.");
        plugin.Version.ShouldBeEmpty();
    }

    [Fact]
    public void A_missing_entry_assembly_is_named()
    {
        File.Delete(Path.Combine(Install("pear", "1.0.0", Good), "Pear.dll"));

        Catalog.Find("pear")!.Reason.ShouldBe("The entry assembly 'Pear.dll' is not in the folder.");
    }

    [Fact]
    public void A_folder_without_a_manifest_is_listed()
    {
        Directory.CreateDirectory(Path.Combine(_folders.Plugins, "pear", "1.0.0"));

        Catalog.List().ShouldHaveSingleItem().Reason.ShouldBe("There is no plugin.json in the folder.");
    }

    [Fact]
    public void A_manifest_beside_the_version_folders_is_told_where_to_go()
    {
        Directory.CreateDirectory(Path.Combine(_folders.Plugins, "pear"));
        File.WriteAllText(Path.Combine(_folders.Plugins, "pear", "plugin.json"), Good);

        Catalog.List().ShouldHaveSingleItem().Fix.ShouldNotBeNull().ShouldContain("<version>");
    }

    [Fact]
    public void The_newest_version_serves_and_the_others_are_superseded()
    {
        foreach (var version in (string[])["1.9.0", "1.10.0-beta.2", "1.10.0", "1.2.0"])
        {
            Install("pear", version, Good.Replace("\"version\":\"1.0.0\"", $"\"version\":\"{version}\""));
        }

        Catalog.List().Select(plugin => (plugin.Version, plugin.State)).ShouldBe(
        [
            ("1.10.0", PluginState.Available),
            ("1.10.0-beta.2", PluginState.Superseded),
            ("1.9.0", PluginState.Superseded),
            ("1.2.0", PluginState.Superseded),
        ]);
    }

    [Fact]
    public void Hidden_folders_are_not_looked_at()
    {
        Install(".staging", "1.0.0", Good);
        Install("pear", ".1.0.0", Good);

        Catalog.List().ShouldBeEmpty();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_symbolic_link_out_of_the_folder_is_refused(bool isFolder)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Making symbolic links needs a privilege there.");
        var folder = Install("pear", "1.0.0", Good);
        var outside = Directory.CreateDirectory(Path.Combine(_folders.Plugins, "..", "outside")).FullName;
        File.WriteAllText(Path.Combine(outside, "Pear.dll"), "");

        if (isFolder)
        {
            Directory.CreateSymbolicLink(Path.Combine(folder, "lib"), outside);
        }
        else
        {
            File.Delete(Path.Combine(folder, "Pear.dll"));
            File.CreateSymbolicLink(Path.Combine(folder, "Pear.dll"), Path.Combine(outside, "Pear.dll"));
        }

        var plugin = Catalog.List().ShouldHaveSingleItem();

        plugin.State.ShouldBe(PluginState.Invalid);
        plugin.Reason.ShouldNotBeNull().ShouldContain("symbolic link that leads out");
    }

    [Fact]
    public void A_link_that_leads_in_a_circle_does_not_trap_the_reader()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Making symbolic links needs a privilege there.");
        var folder = Install("pear", "1.0.0", Good);
        Directory.CreateSymbolicLink(Path.Combine(folder, "self"), folder);
        File.CreateSymbolicLink(Path.Combine(folder, "a"), Path.Combine(folder, "b"));
        File.CreateSymbolicLink(Path.Combine(folder, "b"), Path.Combine(folder, "a"));

        Catalog.List().ShouldHaveSingleItem().State.ShouldBe(PluginState.Invalid);
    }

    [Fact]
    public void No_plugins_folder_means_no_plugins()
    {
        Directory.Delete(_folders.Plugins);

        Catalog.List().ShouldBeEmpty();
        Should.Throw<HostException>(() => Catalog.Require("pear")).Problem.ShouldBe(HostProblem.NotFound);
    }

    private string Install(string id, string version, string manifest)
    {
        var folder = Directory.CreateDirectory(Path.Combine(_folders.Plugins, id, version)).FullName;
        File.WriteAllText(Path.Combine(folder, "plugin.json"), manifest);
        File.WriteAllText(Path.Combine(folder, "Pear.dll"), "");

        return folder;
    }
}
