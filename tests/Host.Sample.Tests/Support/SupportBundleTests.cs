using System.IO.Compression;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using Host.Sample.Access;
using Host.Sample.Cli;
using Host.Sample.Connectors;
using Host.Sample.Database;
using Host.Sample.Inventory;
using Host.Sample.Runs;
using Host.Sample.Support;
using Microsoft.EntityFrameworkCore;

namespace Host.Sample.Tests.Support;

public sealed partial class SupportBundleTests
{
    private const string Person = "Zebedee Quagmire";
    private const string Email = "zebedee.quagmire@umbrella-corp.example";
    private const string AccountId = "U0ZQ7CANARY";
    private const string Channel = "project-nightingale";
    private const string Address = "203.0.113.77";
    private const string SixthAddress = "2001:db8:cafe::77";
    private const string Sentence = "we will let everybody in the Bristol office go on Friday";
    private const string Bearer = "xoxp-1234567890-canary-abcdef";
    private static readonly string HomePath = string.Join('/', "", "home", "zquagmire", "connector");
    private static readonly string WindowsPath = string.Join('\\', "C:", "Users", "zquagmire", "AppData");
    private const string Telephone = "+44 20 7946 0958";
    private const string Url = "https://umbrella-corp.example/files/42?u=zebedee";

    private static readonly string[] Canaries =
    [
        Person, "Zebedee", "Quagmire", Email, "umbrella", AccountId, Channel, "nightingale", Address, SixthAddress, "cafe::77", Sentence, "Bristol", "everybody in the", "Friday", Bearer, "1234567890-canary", "zquagmire", "7946", Url, "files/42",
    ];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Nothing_that_says_whose_it_is_gets_out_whatever_store_and_log_hold()
    {
        await using var host = await SeededAsync();

        var bundle = await BundleAsync(host);

        foreach (var (name, content) in bundle)
        {
            Canaries.Where(canary => content.Contains(canary, StringComparison.OrdinalIgnoreCase)).ShouldBeEmpty(name);
        }

        bundle.Keys.Where(name => !name.StartsWith("logs/", StringComparison.Ordinal)).ShouldBe(["README.txt", "host.json", "plugins.json", "store.json", "connectors.json", "runs.json", "shapes.json", "not-read.json"], ignoreOrder: true);
    }

    [Fact]
    public async Task Rows_and_nulls_are_counted_as_they_are()
    {
        await using var host = await SeededAsync();
        var streams = await host.Get<InventoryReader>().StreamsAsync("1", default, Token);

        using var shapes = JsonDocument.Parse((await BundleAsync(host))["shapes.json"]);

        shapes.RootElement.GetArrayLength().ShouldBe(streams.Count);
        shapes.RootElement.EnumerateArray().Sum(shape => shape.GetProperty("rows").GetInt64()).ShouldBeGreaterThan(0);

        foreach (var shape in shapes.RootElement.EnumerateArray())
        {
            var stream = streams.Single(known => known.Description.Id == shape.GetProperty("streamId").GetString());
            shape.GetProperty("rows").GetInt64().ShouldBe(stream.Rows);
            shape.GetProperty("columns").EnumerateArray().Select(column => (column.GetProperty("name").GetString(), column.GetProperty("type").GetString()))
                .ShouldBe(stream.Description.Columns.Select(column => ((string?)column.Name, (string?)JsonNamingPolicy.CamelCase.ConvertName(column.Type.ToString()))));

            foreach (var column in shape.GetProperty("columns").EnumerateArray())
            {
                column.GetProperty("nulls").GetInt64().ShouldBe(await host.AskStoreAsync<long>($"SELECT count(*) FROM \"{stream.Table}\" WHERE to_run IS NULL AND \"{column.GetProperty("name").GetString()}\" IS NULL"));
            }
        }
    }

    [Fact]
    public async Task The_same_value_is_the_same_token_in_one_bundle_and_another_in_the_next()
    {
        await using var host = await SeededAsync();

        var (one, other) = (await BundleAsync(host), await BundleAsync(host));

        var tokens = Tokens(one);
        tokens.ShouldNotBeEmpty();
        tokens.Intersect(Tokens(other)).ShouldBeEmpty();

        // The account stands in a property, in the middle of a text and in a list.
        var ofAccount = AccountToken().Match(Log(one)).Groups["token"].Value;
        ofAccount.ShouldStartWith("id-");
        Regex.Count(Log(one), ofAccount).ShouldBe(3);
        one["runs.json"].ShouldContain(ofAccount);
    }

    [Fact]
    public async Task Dates_are_moved_by_one_number_of_whole_days()
    {
        await using var host = await SeededAsync();
        await using var database = await host.Get<IDbContextFactory<HostDatabase>>().CreateDbContextAsync(Token);
        var run = await database.Runs.AsNoTracking().OrderBy(run => run.Id).FirstAsync(Token);
        var connector = await database.Connectors.AsNoTracking().FirstAsync(Token);

        var bundle = await BundleAsync(host);

        using var runs = JsonDocument.Parse(bundle["runs.json"]);
        using var connectors = JsonDocument.Parse(bundle["connectors.json"]);
        var told = runs.RootElement.EnumerateArray().Single(told => told.GetProperty("id").GetInt64() == run.Id);
        var shift = run.QueuedAt - told.GetProperty("queuedAt").GetDateTimeOffset();
        shift.ShouldBe(TimeSpan.FromDays(Math.Round(shift.TotalDays)));
        shift.ShouldBeGreaterThanOrEqualTo(TimeSpan.FromDays(30));
        (run.EndedAt!.Value - told.GetProperty("endedAt").GetDateTimeOffset()).ShouldBe(shift);
        (connector.CreatedAt - connectors.RootElement[0].GetProperty("createdAt").GetDateTimeOffset()).ShouldBe(shift);
        Log(bundle).ShouldContain((new DateTimeOffset(2026, 3, 4, 5, 6, 7, TimeSpan.Zero) - shift).ToString("yyyy-MM-dd'T'HH:mm:ss", System.Globalization.CultureInfo.InvariantCulture));
    }

    [Fact]
    public async Task What_the_code_says_stays_readable()
    {
        await using var host = await SeededAsync();

        var bundle = await BundleAsync(host);

        Log(bundle).ShouldContain("Connector {ConnectorId} of plugin {PluginId} saved");
        Log(bundle).ShouldContain("System.InvalidOperationException");
        Log(bundle).ShouldContain("at Host.Sample.Runs.RunExecutor.ExecuteAsync(Run run)");
        bundle["runs.json"].ShouldContain("\"code\": \"strange_case\"");
        bundle["runs.json"].ShouldContain(" is running.");
        using var connectors = JsonDocument.Parse(bundle["connectors.json"]);
        var settings = connectors.RootElement[0].GetProperty("settings").EnumerateArray().ToDictionary(setting => setting.GetProperty("name").GetString()!, setting => setting.GetProperty("value").GetString());
        settings["rows"].ShouldBe("7");
        settings["tool_shed"].ShouldBe("(set)");
        bundle["store.json"].ShouldContain(host.Get<HostStore>().Dialect.HasOneWriter ? "\"ok\"" : "\"server\": \"");
    }

    [Fact]
    [Trait("Store", "Sqlite")]
    public async Task A_damaged_store_gives_a_bundle_that_says_what_could_not_be_read()
    {
        using TestFolders folders = new();
        folders.InstallOrchard();
        Directory.CreateDirectory(Path.Combine(folders.Data, "logs"));
        await File.WriteAllTextAsync(Path.Combine(folders.Data, "inventory.db"), string.Concat(Enumerable.Repeat("no store at all ", 4_096)), Token);
        await File.WriteAllTextAsync(Path.Combine(folders.Data, "logs", "host-20260101.jsonl"), Line("Connector {ConnectorId} of plugin {PluginId} saved", "") + "\n", Token);
        var file = Path.Combine(folders.Data, "bundle.zip");

        var code = await CommandLine.RunAsync(["support", "bundle", "--output", file, "--days", "90", "--data", folders.Data, "--plugins", folders.Plugins]);

        code.ShouldBe(0);
        var bundle = Unpacked(await File.ReadAllBytesAsync(file, Token));
        bundle["not-read.json"].ShouldContain("store.json");
        bundle["not-read.json"].ShouldContain("\"code\": \"26\"");
        bundle["store.json"].ShouldContain("\"store\": 65536");
        bundle["plugins.json"].ShouldContain("orchard");
        Log(bundle).ShouldContain("Connector {ConnectorId}");
    }

    [Fact]
    [Trait("Store", "Sqlite")]
    public async Task Looking_at_a_host_without_a_store_makes_none()
    {
        using TestFolders folders = new();
        folders.InstallOrchard();
        var file = Path.Combine(folders.Plugins, "bundle.zip");

        (await CommandLine.RunAsync(["support", "bundle", "--output", file, "--data", folders.Data, "--plugins", folders.Plugins])).ShouldBe(0);

        File.Exists(Path.Combine(folders.Data, "inventory.db")).ShouldBeFalse();
        Unpacked(await File.ReadAllBytesAsync(file, Token))["store.json"].ShouldContain("false");
    }

    [Theory]
    [InlineData("""{"days":0}""", HttpStatusCode.BadRequest)]
    [InlineData("""{"days":91}""", HttpStatusCode.BadRequest)]
    [InlineData("""{"connector":"nobody"}""", HttpStatusCode.NotFound)]
    public async Task What_cannot_be_bundled_is_told_before_the_first_byte(string body, HttpStatusCode status)
    {
        await using var host = await WebFixture.StartAsync();

        using var answer = await host.Client.PostAsync("/api/support/bundle", new StringContent(body, System.Text.Encoding.UTF8, "application/json"), Token);

        answer.StatusCode.ShouldBe(status);
    }

    [Fact]
    public async Task Only_administrators_make_one_and_it_is_written_down_who_did()
    {
        await using var host = await WebFixture.StartAsync();
        await BundleAsync(host);
        var entries = await host.Get<AuditTrail>().ListAsync("support.bundled", 0, 10, Token);
        host.Get<CurrentActor>().Become(new("Olga", AccessRole.Operator));

        entries.Total.ShouldBe(1);
        (await Should.ThrowAsync<HostException>(() => host.Get<SupportBundle>().CheckAsync(new(), Token))).Problem.ShouldBe(HostProblem.NotAllowed);
    }

    [GeneratedRegex("\"Account\":\"(?<token>id-[0-9a-f]{12})\"", RegexOptions.NonBacktracking)]
    private static partial Regex AccountToken();

    [GeneratedRegex("(?:id|name|number)-[0-9a-f]{12}", RegexOptions.NonBacktracking)]
    private static partial Regex AnyToken();

    private static async Task<WebFixture> SeededAsync()
    {
        var host = await WebFixture.StartAsync(options => options with { PublicAddress = new("https://umbrella-corp.example/") });
        var connector = await host.Get<ConnectorService>().AddAsync(
            new()
            {
                Name = $"{Person} {Channel}",
                Description = Sentence,
                PluginId = "orchard",
                Texts = new Dictionary<string, string?> { ["rows"] = "7", ["tool_shed"] = Channel },
                Secrets = new Dictionary<string, string?> { ["token"] = Bearer },
            },
            Token);
        var runs = host.Get<RunService>();
        var run = await runs.QueueAsync(connector.Name, "test", false, Token);
        (await runs.ExecuteAsync(run.Id, Token)).State.ShouldBe(RunState.Published);
        await SpoilStoreAsync(host);
        await File.AppendAllLinesAsync(Path.Combine(host.Folders.Data, "logs", "host-29991231.jsonl"), SpoiltLog(), Token);

        return host;
    }

    private static async Task SpoilStoreAsync(WebFixture host)
    {
        var streams = await host.Get<InventoryReader>().StreamsAsync("1", default, Token);

        foreach (var stream in streams)
        {
            foreach (var column in stream.Description.Columns.Where(column => column.Type is Plugin.Abstractions.Collection.ColumnType.Text && !column.Meaning.IsKey))
            {
                await host.TellStoreAsync($"UPDATE \"{stream.Table}\" SET \"{column.Name}\" = CASE WHEN row_key IN ({Third("ASC")}) THEN NULL WHEN row_key IN ({Third("DESC")}) THEN '{Person} {Email}' ELSE '{Sentence}' END");

                string Third(string order) => $"SELECT row_key FROM \"{stream.Table}\" ORDER BY row_key {order} LIMIT (SELECT count(*) / 3 FROM \"{stream.Table}\")";
            }
        }

        await using var database = await host.Get<IDbContextFactory<HostDatabase>>().CreateDbContextAsync(Token);
        var run = await database.Runs.Include(run => run.Streams).SingleAsync(Token);
        (run.Message, run.Fix, run.Code) = ($"The connector '{Person}' is running.", $"Ask {Email} about {AccountId}.", "strange_case");
        (run.TenantId, run.ApplicationId, run.DecisionNote, run.DecidedBy) = (AccountId, Channel, Sentence, Person);
        run.WarningsJson = JsonSerializer.Serialize(new[] { new { Code = "Not a Code " + Person, Message = Sentence, Fix = Url } });
        run.FiguresJson = JsonSerializer.Serialize(new Dictionary<string, object> { [Channel] = 5, ["seen"] = new DateTimeOffset(2026, 3, 4, 5, 6, 7, TimeSpan.Zero), ["by"] = new[] { Address, Telephone } });
        run.Streams[0].Message = $"{Sentence} {HomePath} {WindowsPath} {SixthAddress} {Bearer}";
        run.Streams[0].NotesJson = JsonSerializer.Serialize(new[] { new { Code = "note", Message = $"{Person} wrote from {Address} at 2026-03-04T05:06:07Z" } });
        run.Streams[0].OmittedJson = $"not json {Person}";
        database.ConnectorSecrets.Add(new() { ConnectorId = run.ConnectorId, Name = Channel, ProtectedValue = [1] });
        await database.SaveChangesAsync(Token);
    }

    private static string[] SpoiltLog() =>
    [
        Line("Account {Account} was met", $",\"Account\":\"{AccountId}\",\"At\":\"2026-03-04T05:06:07.0000000+00:00\",\"Address\":\"{Address}\",\"Phone\":447946000000"),
        Line($"{Sentence}: {AccountId}, {Email}", $",\"Accounts\":[\"{AccountId}\",\"{Person}\"],\"{Channel}\":\"{Channel}\",\"Nested\":{{\"{Person}\":\"{Url}\"}}"),
        Line("A request met a defect", $",\"@x\":\"System.InvalidOperationException: {Person} at {HomePath}\\n   at Host.Sample.Runs.RunExecutor.ExecuteAsync(Run run) in {HomePath}/RunExecutor.cs:line 42\\n{Sentence}\""),
        $"{Person} wrote a line that is no JSON",
        "{\"@t\":\"2026-11-25T00:00:00Z\",\"@mt\":\"" + Person,
        Line("{Text}", $",\"Text\":\"{Sentence} {SixthAddress} {Telephone} {WindowsPath.Replace(@"\", @"\\", StringComparison.Ordinal)} {Bearer}\""),
    ];

    private static string Line(string template, string more) => $"{{\"@t\":\"2999-01-01T00:00:00.0000000Z\",\"@mt\":\"{template}\"{more}}}";

    private static async Task<Dictionary<string, string>> BundleAsync(WebFixture host)
    {
        using var answer = await host.Client.PostAsJsonAsync("/api/support/bundle", new { days = 90 }, Token);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("application/zip");

        return Unpacked(await answer.Content.ReadAsByteArrayAsync(Token));
    }

    private static Dictionary<string, string> Unpacked(byte[] zip)
    {
        using ZipArchive archive = new(new MemoryStream(zip));

        return archive.Entries.ToDictionary(entry => entry.FullName, entry =>
        {
            using StreamReader reader = new(entry.Open());

            return reader.ReadToEnd();
        });
    }

    private static string Log(Dictionary<string, string> bundle) => string.Concat(bundle.Where(entry => entry.Key.StartsWith("logs/", StringComparison.Ordinal)).Select(entry => entry.Value));

    private static HashSet<string> Tokens(Dictionary<string, string> bundle) => [.. bundle.Where(entry => entry.Key != "README.txt").SelectMany(entry => AnyToken().Matches(entry.Value)).Select(match => match.Value)];
}
