using Host.Sample.Connectors;
using Host.Sample.EndpointServers;
using Host.Sample.Logs;
using Host.Sample.Plugins;
using Microsoft.Extensions.DependencyInjection;

namespace Host.Sample.Tests;

/// <summary>The rooms as a command opens them, one process after the other.</summary>
public sealed class HostRoomsTests : IDisposable
{
    private readonly TestFolders _folders = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        _folders.Dispose();
    }

    [Fact]
    public async Task A_name_that_is_no_endpoint_server_is_told_and_makes_none()
    {
        await using (await OpenAsync())
        {
            // The first command of all makes the store, and the server with it.
        }

        var failure = await Should.ThrowAsync<HostException>(() => OpenAsync("locl"));

        failure.Problem.ShouldBe(HostProblem.NotFound);
        await using var rooms = await OpenAsync();
        (await rooms.GetRequiredService<EndpointServerService>().ListAsync(Token)).Select(server => server.Name).ShouldBe(["local"]);
    }

    [Fact]
    public async Task Lost_keys_are_mended_by_typing_the_secrets_in_again_as_the_message_says()
    {
        await using (var rooms = await WithOrchardAsync())
        {
            await AddAsync(rooms, "before-the-loss");
        }

        Directory.Delete(Path.Combine(_folders.Data, "keys"), recursive: true);
        await using var after = await OpenAsync();
        var connectors = after.GetRequiredService<ConnectorService>();

        var failure = await Should.ThrowAsync<HostException>(() => connectors.TestAsync("Home", Token));
        failure.Problem.ShouldBe(HostProblem.Invalid);
        failure.Fix.ShouldContain("type the connector's secrets in again");

        await connectors.EditAsync("Home", new() { Secrets = new Dictionary<string, string?> { ["token"] = "after-the-loss" } }, null, Token);
        (await connectors.TestAsync("Home", Token)).Streams.Count.ShouldBe(5);
    }

    [Fact]
    public async Task Keys_that_cannot_be_read_are_trouble_with_the_data_folder_and_no_defect()
    {
        var keys = Directory.CreateDirectory(Path.Combine(_folders.Data, "keys")).FullName;
        await File.WriteAllTextAsync(Path.Combine(keys, "key-00000000-0000-0000-0000-000000000000.xml"), "These are the holiday pictures.", Token);
        await using var rooms = await WithOrchardAsync();

        var failure = await Should.ThrowAsync<HostException>(() => AddAsync(rooms, "never-stored"));

        failure.Problem.ShouldBe(HostProblem.StoreUnavailable);
        failure.Message.ShouldContain(keys);
        (await rooms.GetRequiredService<ConnectorService>().ListAsync(Token)).ShouldBeEmpty();
    }

    private async Task<ServiceProvider> OpenAsync(string server = "local") =>
        await HostRooms.OpenAsync(_folders.Options with { EndpointServer = server }, new KnownSecrets(), Token);

    private async Task<ServiceProvider> WithOrchardAsync()
    {
        _folders.InstallOrchard();
        var rooms = await OpenAsync();
        await rooms.GetRequiredService<FeatureService>().EnableAsync("local", "orchard", Token);

        return rooms;
    }

    private static Task<ConnectorView> AddAsync(ServiceProvider rooms, string token) => rooms.GetRequiredService<ConnectorService>().AddAsync(
        new() { Name = "Home", PluginId = "orchard", EndpointServer = "local", Secrets = new Dictionary<string, string?> { ["token"] = token } }, Token);
}
