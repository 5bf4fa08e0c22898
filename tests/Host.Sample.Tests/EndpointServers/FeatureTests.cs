using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Host.Sample.Connectors;
using Host.Sample.Database;
using Host.Sample.EndpointServers;

namespace Host.Sample.Tests.EndpointServers;

public sealed class FeatureTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_feature_is_disabled_until_it_is_enabled_by_its_name_or_its_plugin()
    {
        await using var host = await WebFixture.StartAsync(enableFeature: false);
        var features = host.Get<FeatureService>();

        (await features.ListAsync("local", Token)).ShouldBe([new FeatureStatus("orchard", "Orchard Connector", "1.0.0", false)]);
        await features.EnableAsync("LOCAL", "orchard connector", Token);
        (await features.ListAsync("local", Token)).ShouldHaveSingleItem().IsEnabled.ShouldBeTrue();
        await features.DisableAsync("local", "orchard", Token);
        (await features.IsEnabledAsync("local", "orchard", Token)).ShouldBeFalse();
    }

    [Fact]
    public async Task Only_what_an_available_plugin_offers_is_listed()
    {
        await using var host = await WebFixture.StartAsync();
        var manifest = Path.Combine(host.Folders.Plugins, "orchard", "1.0.0", "plugin.json");

        await File.WriteAllTextAsync(manifest, "{", Token);

        (await host.Get<FeatureService>().ListAsync("local", Token)).ShouldBeEmpty();
        (await Should.ThrowAsync<HostException>(() => host.Get<FeatureService>().EnableAsync("local", "orchard", Token))).Problem.ShouldBe(HostProblem.PluginUnavailable);
    }

    [Fact]
    public async Task While_disabled_nothing_is_offered_and_each_door_says_where_to_enable_it()
    {
        await using var host = await WebFixture.StartAsync();
        await host.AddConnectorAsync("North orchard");
        await host.Client.PutAsJsonAsync("/api/endpoint-servers/local/features/orchard", new { isEnabled = false }, Token);

        var callback = await host.Anonymous.GetAsync("/cmp/AuthorizeOrchardConnector?state=x&code=y", Token);
        var page = await callback.Content.ReadAsStringAsync(Token);
        var test = await host.Client.PostAsync("/api/connectors/North%20orchard/test", null, Token);
        var add = await host.Client.PostAsJsonAsync("/api/connectors", new { name = "South", pluginId = "orchard" }, Token);
        var authorize = await host.Client.PostAsync("/api/connectors/North%20orchard/authorization", null, Token);

        callback.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        page.ShouldContain("is not enabled on the endpoint server");

        foreach (var answer in (HttpResponseMessage[])[test, add, authorize])
        {
            answer.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
            var fix = (await Api.WebDoorTests.ProblemAsync(answer)).GetProperty("fix").GetString().ShouldNotBeNull();
            fix.ShouldContain("Administration › Endpoint Servers › local › Properties › Features");
            fix.ShouldContain("features enable orchard");
        }
    }

    [Fact]
    public async Task A_run_of_a_disabled_feature_is_refused_where_connectors_are_opened()
    {
        await using var host = await WebFixture.StartAsync();
        var view = await host.AddConnectorAsync("North orchard");
        await host.Get<FeatureService>().DisableAsync("local", "orchard", Token);
        await using var database = await host.Get<Microsoft.EntityFrameworkCore.IDbContextFactory<HostDatabase>>().CreateDbContextAsync(Token);
        var connector = (await database.Connectors.FindAsync([view.Id], Token))!;
        var rows = new NoRows();

        var failure = await Should.ThrowAsync<HostException>(
            () => host.Get<IConnectorOpener>().OpenAsync(connector, rows, rows, Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance, Token));

        failure.Problem.ShouldBe(HostProblem.FeatureDisabled);
    }

    [Fact]
    public async Task Servers_and_features_are_there_over_rest()
    {
        await using var host = await WebFixture.StartAsync();

        var servers = await host.Client.GetFromJsonAsync<JsonElement>("/api/endpoint-servers", Token);
        var features = await host.Client.GetFromJsonAsync<JsonElement>("/api/endpoint-servers/local/features", Token);
        var unknown = await host.Client.GetAsync("/api/endpoint-servers/nowhere/features", Token);

        servers[0].GetProperty("isThisProcess").GetBoolean().ShouldBeTrue();
        features[0].GetProperty("isEnabled").GetBoolean().ShouldBeTrue();
        unknown.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    private sealed class NoRows : global::Plugin.Abstractions.Collection.IRunRows, global::Plugin.Abstractions.Collection.IWaitObserver
    {
        public IAsyncEnumerable<global::Plugin.Abstractions.Collection.StoredRow> ReadAsync(
            string streamId, IReadOnlyList<string> columns, string? afterKey, CancellationToken cancellationToken) => throw new InvalidOperationException("Nobody reads here.");

        public void Waiting(string streamId, TimeSpan duration, string reason) => throw new InvalidOperationException("Nobody waits here.");
    }
}
