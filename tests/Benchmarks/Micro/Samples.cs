using System.Net.Http.Headers;
using Host.Sample.Database;
using Host.Sample.Inventory;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Plugin.Abstractions;
using Plugin.Abstractions.Collection;
using Plugin.Abstractions.Settings;
using Plugin.Slack;
using Plugin.Slack.Api;
using Plugin.Slack.Api.Answers;
using Plugin.Slack.Sandbox;

namespace Benchmarks.Micro;

/// <summary>Pages of the sandbox, full ones: taken once, before anything is measured.</summary>
internal static class Samples
{
    private const string Token = "xoxp-1-benchmark";

    private static readonly string[] Streams = ["users", "team_billable_info", "team_access_logs"];

    public static IReadOnlyDictionary<string, AnswerSample> Answers { get; private set; } = new Dictionary<string, AnswerSample>();

    public static IReadOnlyDictionary<string, PageSample> Pages { get; private set; } = new Dictionary<string, PageSample>();

    public static async Task TakeAsync(CancellationToken cancellationToken)
    {
        SandboxOptions workspace = new() { Users = 5_000, SignIns = 5_000, Now = new(2026, 3, 2, 0, 0, 0, TimeSpan.Zero), Tokens = [new(Token, ["admin", "users:read", "team:read"])] };
        await using var sandbox = await SandboxServer.StartAsync(workspace, cancellationToken);
        using HttpClient http = new();

        var users = new ListReader<UsersListAnswer, SlackUser>(SlackJson.Default.UsersListAnswer, SlackJson.Default.SlackUser, "members");
        var seats = new AnswerReader<BillableInfoAnswer>(SlackJson.Default.BillableInfoAnswer);
        var signIns = new ListReader<AccessLogsAnswer, AccessLogEntry>(SlackJson.Default.AccessLogsAnswer, SlackJson.Default.AccessLogEntry, "logins");
        AnswerSample[] answers =
        [
            new("users.list", await BodyAsync("users.list", "1000"), body => users.Read(body)!.Records!.Count),
            new("team.billableInfo", await BodyAsync("team.billableInfo", "1000"), body => seats.Read(body)!.Records!.Count),
            new("team.accessLogs", await BodyAsync("team.accessLogs", "999"), body => signIns.Read(body)!.Records!.Count),
        ];
        Answers = answers.ToDictionary(answer => answer.Method);

        ServiceCollection services = new();
        new SlackPlugin().ConfigureServices(services);
        await using var provider = services.BuildServiceProvider();
        var connector = provider.GetRequiredService<IConnector>();
        var context = Context(sandbox, http);
        Dictionary<string, PageSample> pages = [];

        foreach (var stream in connector.Describe().Streams.Where(stream => Streams.Contains(stream.Id)))
        {
            var page = await connector.CollectAsync(context, new() { StreamId = stream.Id }, cancellationToken).FirstAsync(cancellationToken);
            pages.Add(stream.Id, new(stream.Id, page, new InventorySchema(stream, stream.Id, [.. stream.Columns.Select(column => column.Name)], SqlDialect.Default)));
        }

        Pages = pages;

        async Task<byte[]> BodyAsync(string method, string limit)
        {
            using HttpRequestMessage request = new(HttpMethod.Post, new Uri(sandbox.Address, $"api/{method}")) { Content = new FormUrlEncodedContent([new("limit", limit)]) };
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", Token);
            using var response = await http.SendAsync(request, cancellationToken);

            return await response.EnsureSuccessStatusCode().Content.ReadAsByteArrayAsync(cancellationToken);
        }
    }

    private static ConnectorContext Context(SandboxServer sandbox, HttpClient http)
    {
        NoHost host = new(Token);

        return new()
        {
            Settings = new SettingValues([new("api_address", sandbox.Address.AbsoluteUri), new("pace", "unpaced")], []),
            Http = http,
            Logger = NullLogger.Instance,
            Clock = TimeProvider.System,
            Credentials = host,
            Shared = host,
            Rows = host,
            Waits = host,
        };
    }
}
