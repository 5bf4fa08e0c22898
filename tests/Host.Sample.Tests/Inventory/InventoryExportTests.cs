using System.Text;
using System.Text.Json;
using Host.Sample.Inventory;
using Host.Sample.Tests.Runs;

namespace Host.Sample.Tests.Inventory;

public sealed class InventoryExportTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("=1+1")]
    [InlineData("+1")]
    [InlineData("-1")]
    [InlineData("@SUM(A1)")]
    [InlineData("\t=1")]
    public async Task Text_that_a_spreadsheet_would_run_is_escaped_in_csv_and_left_alone_in_json(string hostile)
    {
        await using var host = await TestHost.StartAsync(Token);
        await host.AddConnectorAsync("Home", new Dictionary<string, string> { ["rows"] = "10" }, Token);
        await host.RunAsync("Home", Token);
        await host.SqlAsync<string>($"UPDATE orchard_growers SET name = '{hostile}' RETURNING name", Token);
        var export = host.Get<InventoryExport>();
        using MemoryStream csv = new();
        using MemoryStream json = new();

        await export.WriteCsvAsync("Home", "growers", new() { Take = 1 }, csv, Token);
        await export.WriteJsonLinesAsync("Home", "growers", new() { Take = 1 }, json, Token);

        Encoding.UTF8.GetString(csv.ToArray()).ShouldContain($",\"'{hostile}\",");
        JsonDocument.Parse(json.ToArray()).RootElement.GetProperty("name").GetString().ShouldBe(hostile);
    }
}
