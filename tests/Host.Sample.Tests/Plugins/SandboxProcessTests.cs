using Host.Sample.Plugins;

namespace Host.Sample.Tests.Plugins;

public sealed class SandboxProcessTests : IDisposable
{
    private static readonly Uri Redirect = new("http://127.0.0.1:5080/cmp/AuthorizeOrchardConnector");

    private readonly TestFolders _folders = new();

    public void Dispose() => _folders.Dispose();

    [Fact]
    public async Task A_sandbox_is_started_answers_and_ends_with_its_owner()
    {
        _folders.InstallOrchard();
        using var client = new HttpClient();
        var sandbox = await StartAsync([]);

        var answer = await client.GetAsync(new Uri(sandbox.Ready.Address, "whoami"), TestContext.Current.CancellationToken);
        await sandbox.DisposeAsync();

        ((int)answer.StatusCode).ShouldBe(401);
        sandbox.Ready.Settings.Keys.ShouldContain("client_id");
        sandbox.Ready.Consent.ShouldContainKeyAndValue("decision", "allow");
        sandbox.Ready.Controls.Keys.ShouldContain("next_day");
        await Should.ThrowAsync<HttpRequestException>(() => client.GetAsync(new Uri(sandbox.Ready.Address, "whoami"), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_sandbox_that_does_not_start_says_why()
    {
        _folders.InstallOrchard();

        var failure = await Should.ThrowAsync<HostException>(() => StartAsync(["--nonsense"]));

        failure.Problem.ShouldBe(HostProblem.PluginUnavailable);
        failure.Message.ShouldContain("exit code 2");
    }

    [Fact]
    public async Task A_plugin_without_a_sandbox_says_so()
    {
        await using PluginRooms rooms = new(_folders.Options);
        var plugin = rooms.Catalog;
        var folder = _folders.InstallOrchard();
        var manifest = Path.Combine(folder, "plugin.json");
        await File.WriteAllTextAsync(
            manifest, (await File.ReadAllTextAsync(manifest, TestContext.Current.CancellationToken)).Replace("\"sandbox\": \"sandbox/Plugin.Orchard.Service.dll\",", ""), TestContext.Current.CancellationToken);

        var failure = await Should.ThrowAsync<HostException>(
            () => SandboxProcess.StartAsync(plugin.Require("orchard"), Redirect, [], TimeProvider.System, TestContext.Current.CancellationToken));

        failure.Message.ShouldBe("The plugin 'orchard' brings no sandbox.");
    }

    private Task<SandboxProcess> StartAsync(IReadOnlyList<string> arguments) =>
        SandboxProcess.StartAsync(new PluginRooms(_folders.Options).Catalog.Require("orchard"), Redirect, arguments, TimeProvider.System, TestContext.Current.CancellationToken);
}
