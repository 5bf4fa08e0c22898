using System.Text.Json;

namespace EndToEnd.Tests;

/// <summary>Plugins that are broken or hostile lie beside a good one: each is listed with its reason, the host lives, and the good one works.</summary>
public sealed class BadPluginTests
{
    [Fact]
    public async Task Bad_plugins_are_listed_with_their_reasons_and_the_good_one_works()
    {
        var token = TestContext.Current.CancellationToken;
        using var data = new TemporaryFolder();
        using var plugins = new TemporaryFolder();
        plugins.Take(HostProcess.ToyPlugins, "orchard");

        foreach (var id in (string[])["describe-throws", "not-a-plugin", "registers-nothing", "stray-thread", "throwing-constructor"])
        {
            plugins.Take(HostProcess.BadPlugins, id);
        }

        var manifest = await File.ReadAllTextAsync(Path.Combine(plugins.Path, "orchard", "1.0.0", "plugin.json"), token);
        await WriteAsync("no-json", "{ this is no JSON");
        await WriteAsync("no-manifest", "{}");
        await WriteAsync("no-assembly", manifest.Replace("\"orchard\"", "\"no-assembly\""));
        await WriteAsync("other-contract", manifest.Replace("\"orchard\"", "\"other-contract\"").Replace("\"contractVersion\": \"1.0\"", "\"contractVersion\": \"7.0\""));
        await WriteAsync("climbs-out", manifest.Replace("\"orchard\"", "\"climbs-out\"").Replace("\"Plugin.Orchard.dll\"", "\"../../orchard/1.0.0/Plugin.Orchard.dll\""));
        await WriteAsync("steers", manifest.Replace("\"orchard\"", "\"steers\"").Replace("\"Orchard Connector\"", "\"\\u001b[2J\\u001b[31mOrchard\""));

        var list = await HostProcess.RunAsync(data.Path, null, token, "plugins", "list", "--json", "--plugins", plugins.Path);
        var table = await HostProcess.RunAsync(data.Path, null, token, "plugins", "list", "--plugins", plugins.Path);
        var demo = await HostProcess.RunAsync(data.Path, null, token, "demo", "--size", "20", "--plugins", plugins.Path);

        var states = list.ShouldSucceed().Json().EnumerateArray().ToDictionary(plugin => plugin.GetProperty("id").GetString()!);
        Told("no-json", "invalid", "no valid JSON");
        Told("no-manifest", "invalid", "'id' is missing");
        Told("no-assembly", "invalid", "'Plugin.Orchard.dll' is not in the folder");
        Told("other-contract", "incompatible", "built for contract version 7.0; this host has 1.0");
        Told("climbs-out", "invalid", "'entryAssembly' must be");
        Told("steers", "invalid", "'name' must be");
        Told("describe-throws", "broken", "asked to describe itself");
        Told("not-a-plugin", "broken", "is no IConnectorPlugin");
        Told("registers-nothing", "broken", "registers no IConnector");
        Told("stray-thread", "broken", "registers no IConnector");
        Told("throwing-constructor", "broken", "asked to start");
        states["orchard"].GetProperty("state").GetString().ShouldBe("available");
        table.ShouldSucceed().Output.ShouldNotContain("\u001b");
        demo.ShouldSucceed().Output.ShouldContain("Verdict Complete");
        (await data.EverythingAsync(token)).ShouldContain("let an exception loose");

        async Task WriteAsync(string id, string text)
        {
            var folder = Directory.CreateDirectory(Path.Combine(plugins.Path, id, "1.0.0"));
            await File.WriteAllTextAsync(Path.Combine(folder.FullName, "plugin.json"), text, token);
        }

        void Told(string id, string state, string reason)
        {
            states[id].GetProperty("state").GetString().ShouldBe(state, id);
            states[id].GetProperty("reason").GetString().ShouldNotBeNull(id).ShouldContain(reason);
            states[id].GetProperty("fix").GetString().ShouldNotBeNullOrEmpty(id);
        }
    }
}
