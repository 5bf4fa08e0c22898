using Host.Sample.Plugins;
using Host.Sample.Runs;
using Host.Sample.Tests.Plugins;

namespace Host.Sample.Tests.Runs;

public sealed class ShadowRunTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_version_that_brings_the_same_rows_is_told_so_and_nothing_is_published()
    {
        await using var host = await PreparedAsync("""{"columns":[{"name":"colour","type":"text"},{"name":"id","type":"text","isKey":true},{"name":"seats","type":"text"}]}""");

        var report = await host.Get<ShadowRuns>().RunAsync("chameleon", "2.0.0", ChameleonHost.Connector, Token);

        report.IsSame.ShouldBeTrue();
        report.Serving.ShouldBe(new("1.0.0", true, null));
        report.Tried.ShouldBe(new("2.0.0", true, null));
        var stream = report.Streams.ShouldHaveSingleItem();
        stream.ColumnsAdded.ShouldBe(["colour"]);
        (stream.ServingRows, stream.TriedRows, stream.Missing, stream.Additional, stream.Different).ShouldBe((3, 3, 0, 0, 0));
        (await host.SqlAsync("SELECT count(*) FROM Runs")).ShouldBe(["1"]);
        Directory.EnumerateFileSystemEntries(Path.Combine(host.Folders.Data, "shadow")).ShouldBeEmpty();
    }

    [Fact]
    public async Task Rows_that_differ_are_counted_by_column_and_named_by_key()
    {
        await using var host = await PreparedAsync("""{"rows":4,"columns":[{"name":"id","type":"text","isKey":true},{"name":"seats","type":"decimal"}]}""");

        var report = await host.Get<ShadowRuns>().RunAsync("chameleon", "2.0.0", ChameleonHost.Connector, Token);

        report.IsSame.ShouldBeFalse();
        var stream = report.Streams.ShouldHaveSingleItem();
        (stream.Missing, stream.Additional, stream.Different).ShouldBe((0, 1, 3));
        stream.DifferentColumns.ShouldBe(new Dictionary<string, long> { ["seats"] = 3 });
        stream.Keys.ShouldBe(["0", "1", "2", "3"]);
        stream.ServingHash.ShouldNotBe(stream.TriedHash);
    }

    [Fact]
    public async Task A_version_that_fails_is_told_and_not_taken_out_for_it()
    {
        await using var host = await PreparedAsync("""{"conduct":"throws"}""");

        var report = await host.Get<ShadowRuns>().RunAsync("chameleon", "2.0.0", ChameleonHost.Connector, Token);

        report.IsSame.ShouldBeFalse();
        report.Tried.IsPublished.ShouldBeFalse();
        report.Tried.Message.ShouldNotBeNull().ShouldContain("It is not green here.");
        host.Version("2.0.0").State.ShouldBe(PluginState.Superseded);
    }

    [Fact]
    public async Task The_version_that_serves_has_nothing_to_be_compared_with()
    {
        await using var host = await ChameleonHost.StartAsync();

        (await Should.ThrowAsync<HostException>(() => host.Get<ShadowRuns>().RunAsync("chameleon", "1.0.0", ChameleonHost.Connector, Token))).Problem.ShouldBe(HostProblem.Conflict);
    }

    /// <summary>Version 1.0.0 serves, because a person wants it so; 2.0.0 lies beside it.</summary>
    private static async Task<ChameleonHost> PreparedAsync(string looks)
    {
        var host = await ChameleonHost.StartAsync();
        await host.RunAsync();
        await host.Versions.UseAsync("chameleon", "1.0.0", Token);
        host.Folders.InstallChameleon("2.0.0", looks);

        return host;
    }
}
