using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Plugin.Abstractions.Collection;
using Plugin.Slack.Api;
using Plugin.Slack.Api.Answers;
using Plugin.Slack.Tests.Support;

namespace Plugin.Slack.Tests.Api;

/// <summary>Recorded and documented answers of Slack's, from a folder that is not part of this repository.</summary>
public sealed class FixtureTests
{
    private const string NoFolder = "The folder of recorded answers does not exist: set SLACK_FIXTURES, or put it at ../shared/fixtures/slack beside the repository.";

    private static readonly Dictionary<string, string> StreamOfMethod = new(StringComparer.Ordinal)
    {
        ["team.info"] = "team_info",
        ["team.profile.get"] = "team_profile",
        ["users.list"] = "users",
        ["team.billableInfo"] = "team_billable_info",
        ["team.accessLogs"] = "team_access_logs",
        ["team.integrationLogs"] = "team_integration_logs",
        ["conversations.list"] = "conversations",
        ["conversations.members"] = "conversations_members",
        ["usergroups.list"] = "usergroups",
        ["files.list"] = "files",
    };

    /// <summary>Read without a stream: by authorization, or as an entry of a list.</summary>
    private static readonly string[] ReadOtherwise = ["auth.test", "calls.info", "conversations.history", "oauth.v2.access", "users.info"];

    /// <summary>Answers are there, but nothing reads these methods. Whoever adds a stream takes its method out here.</summary>
    private static readonly string[] ReadByNothing =
    [
        "auth.revoke", "conversations.info", "files.info", "team.billing.info", "team.preferences.list",
    ];

    public static TheoryData<string> Files
    {
        get
        {
            TheoryData<string> files = [.. AllFiles().Where(file => IsRead(MethodOf(file)))];

            if (files.Count == 0)
            {
                files.Add("");
            }

            return files;
        }
    }

    [Fact]
    public void Methods_whose_answers_nothing_reads_are_known_by_name()
    {
        Assert.SkipWhen(Folder() is null, NoFolder);

        AllFiles().Select(MethodOf).Where(method => !IsRead(method)).Distinct().Order(StringComparer.Ordinal).ShouldBe(ReadByNothing);
    }

    [Theory]
    [MemberData(nameof(Files))]
    public async Task An_answer_of_slacks_is_read_without_losing_a_record(string file)
    {
        Assert.SkipWhen(file.Length == 0, NoFolder);
        var cancellationToken = TestContext.Current.CancellationToken;
        var body = await File.ReadAllTextAsync(Path.Combine(Folder()!, file), cancellationToken);
        var method = MethodOf(file);

        switch (method)
        {
            case "auth.test":
                ReadEnvelope(new AnswerReader<AuthTestAnswer>(SlackJson.Default.AuthTestAnswer), body);
                break;
            case "oauth.v2.access":
                ReadEnvelope(new AnswerReader<OAuthAccessAnswer>(SlackJson.Default.OAuthAccessAnswer), body);
                break;
            case "calls.info":
                ReadEnvelope(new AnswerReader<CallInfoAnswer>(SlackJson.Default.CallInfoAnswer), body);
                break;
            case "conversations.history":
                ReadMessages(body);
                break;
            case "users.info":
                await ReadStreamAsync("users", "users.list", UserAsList(body), cancellationToken);
                break;
            default:
                await ReadStreamAsync(StreamOfMethod[method], method, body, cancellationToken);
                break;
        }
    }

    private static void ReadEnvelope<TAnswer>(AnswerReader<TAnswer> reader, string body)
        where TAnswer : SlackAnswer
    {
        var answer = reader.Read(System.Text.Encoding.UTF8.GetBytes(body)).ShouldNotBeNull();

        answer.Ok.ShouldBe(JsonNode.Parse(body)!["ok"]!.GetValue<bool>());
    }

    private static void ReadMessages(string body)
    {
        var answer = new ListReader<HistoryAnswer, SlackMessage>(SlackJson.Default.HistoryAnswer, SlackJson.Default.SlackMessage, "messages").Read(System.Text.Encoding.UTF8.GetBytes(body)).ShouldNotBeNull();

        answer.Unreadable.ShouldBe(0);
        answer.Messages.ShouldNotBeNull().ShouldAllBe(message => message!.Ts != null);
        answer.Messages!.Count.ShouldBe(JsonNode.Parse(body)!["messages"]!.AsArray().Count);
    }

    private static async Task ReadStreamAsync(string stream, string method, string body, CancellationToken cancellationToken)
    {
        var answer = JsonNode.Parse(body)!.AsObject();
        var isError = answer["error"]?.GetValue<string>() is { Length: > 0 };
        answer["response_metadata"] = null;

        if (!isError)
        {
            // Samples with blanked values say ok:false of answers that were good.
            answer["ok"] = true;
            answer["paging"] = null;
        }

        await using var slack = await ScriptedSlack.StartAsync(cancellationToken);
        using SlackTestBench bench = new(slack.On(method, answer.ToJsonString()).Address);

        // Members are asked for channel by channel.
        bench.Inventory.Put(
            bench.DescriptionOf("conversations"),
            [bench.DescriptionOf("conversations").Columns.ToDictionary(column => column.Name, object? (column) => column.Name is "channel_id" ? "C1" : null)]);

        if (isError)
        {
            var code = answer["error"]!.GetValue<string>();
            var told = await Record.ExceptionAsync(async () => (await bench.CollectAsync(stream, cancellationToken)).End.Code.ShouldBe(code));
            (told is null || (told as Abstractions.Errors.ConnectorException)?.SourceCode == code).ShouldBeTrue(code);

            return;
        }

        var collected = await bench.CollectAsync(stream, cancellationToken);
        var records = CountRecords(answer);
        var pages = collected.Evidence.Count(page => page.Received > 0);

        collected.End.Outcome.ShouldBe(StreamOutcome.Complete);
        collected.Omitted.ShouldNotContainKey("unreadable_record");
        collected.Rows.Count.ShouldBe(records * pages, string.Create(CultureInfo.InvariantCulture, $"{records} records on each of {pages} pages, {JsonSerializer.Serialize(collected.Omitted)}"));
    }

    private static int CountRecords(JsonObject answer) =>
        answer.First(field => field.Key is "team" or "members" or "billable_info" or "logins" or "logs" or "channels" or "usergroups" or "files") switch
        {
            { Key: "team" } => 1,
            { Value: JsonArray list } => list.Count,
            { Value: JsonObject keyed } => keyed.Count,
            _ => 0,
        };

    private static string UserAsList(string body) => new JsonObject
    {
        ["ok"] = true,
        ["members"] = new JsonArray(JsonNode.Parse(body)!["user"]!.DeepClone()),
    }.ToJsonString();

    private static bool IsRead(string method) => StreamOfMethod.ContainsKey(method) || ReadOtherwise.Contains(method);

    private static string MethodOf(string file) => Path.GetFileNameWithoutExtension(file).Split('~')[0];

    // Below the folders of their sources; what lies beside those describes them.
    private static IEnumerable<string> AllFiles() => Folder() is not { } folder
        ? []
        : Directory.EnumerateDirectories(folder)
            .SelectMany(source => Directory.EnumerateFiles(source, "*.json", SearchOption.AllDirectories))
            .Select(file => Path.GetRelativePath(folder, file).Replace('\\', '/'))
            .Order(StringComparer.Ordinal);

    private static string? Folder()
    {
        var root = AppContext.BaseDirectory;

        while (root is not null && !File.Exists(Path.Combine(root, "SlackConnectorPlugin.sln")))
        {
            root = Path.GetDirectoryName(root);
        }

        var folder = Environment.GetEnvironmentVariable("SLACK_FIXTURES") is { Length: > 0 } given
            ? given
            : Path.GetFullPath(Path.Combine(root ?? ".", "..", "shared", "fixtures", "slack"));

        return Directory.Exists(folder) ? folder : null;
    }
}
