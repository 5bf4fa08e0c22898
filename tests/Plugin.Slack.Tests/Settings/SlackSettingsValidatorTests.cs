using CsCheck;
using Plugin.Abstractions;
using Plugin.Abstractions.Settings;
using Plugin.Slack.Tests.Support;

namespace Plugin.Slack.Tests.Settings;

public sealed class SlackSettingsValidatorTests : IDisposable
{
    private const string GoodToken = "xoxp-1234567890-1234567890-1234567890-abcdef0123456789";
    private const string GoodId = "4815162342.1623420815";
    private const string GoodSecret = "0123456789abcdef0123456789abcdef";

    private readonly SlackTestBench _bench = new(new("https://slack.com/"));

    private IConnector Connector => _bench.Connector;

    [Theory]
    [InlineData("xoxb-1234567890-abcdefghijklmnop", "bot_token")]
    [InlineData("xoxe.xoxb-1-abcdefghijklmnopqrst", "bot_token")]
    [InlineData("xapp-1-A012345-1234567890-abcdef", "app_token")]
    [InlineData("xoxc-1234567890-abcdefghijklmnop", "browser_token")]
    [InlineData("xoxd-1234567890-abcdefghijklmnop", "browser_token")]
    [InlineData("xwfp-1234567890-abcdefghijklmnop", "workflow_token")]
    [InlineData("xoxe-1-abcdefghijklmnopqrstuvwxy", "refresh_token")]
    [InlineData("xoxa-1234567890-abcdefghijklmnop", "legacy_token")]
    [InlineData("xoxp-12345", "short_token")]
    [InlineData(" " + GoodToken, "white_space")]
    [InlineData(GoodToken + " ", "white_space")]
    [InlineData(GoodToken + "\n", "line_break")]
    [InlineData("xoxp-1234567890-\r\n1234567890-abcdef", "line_break")]
    [InlineData("\"" + GoodToken + "\"", "quotes")]
    [InlineData("“" + GoodToken + "”", "quotes")]
    [InlineData("Bearer " + GoodToken, "bearer_prefix")]
    [InlineData("xoxp-1234567890-12345678é-abcdef", "token_characters")]
    [InlineData(GoodSecret, "secret_in_token")]
    [InlineData(GoodId, "client_id_in_token")]
    [InlineData("hello", "not_a_user_token")]
    public void Each_wrong_token_gets_its_own_sentence(string token, string code)
    {
        var problem = Connector.Validate(Values(token: token)).ShouldHaveSingleItem();

        (problem.Setting, problem.Code).ShouldBe(("token", code));
        problem.Message.ShouldNotContain(token.Trim());
    }

    [Theory]
    [InlineData("1234567890.A876543210", "client_id_has_letters")]
    [InlineData("A0KRD7HC3", "client_id_has_letters")]
    [InlineData("1234567890", "client_id_shape")]
    [InlineData("1234567890,9876543210", "client_id_shape")]
    [InlineData(" " + GoodId, "white_space")]
    [InlineData(GoodId + "\n", "line_break")]
    [InlineData("'" + GoodId + "'", "quotes")]
    [InlineData(GoodSecret, "secret_in_client_id")]
    [InlineData(GoodToken, "token_in_client_id")]
    public void Each_wrong_client_id_gets_its_own_sentence(string clientId, string code)
    {
        var problem = Connector.Validate(Values(clientId: clientId, clientSecret: GoodSecret)).ShouldHaveSingleItem();

        (problem.Setting, problem.Code).ShouldBe(("client_id", code));
    }

    [Theory]
    [InlineData("0123456789abcdef0123456789abcde", "client_secret_shape")]
    [InlineData("0123456789abcdef0123456789abcdez", "client_secret_shape")]
    [InlineData(GoodSecret + "\t", "white_space")]
    [InlineData("`" + GoodSecret + "`", "quotes")]
    [InlineData(GoodId, "client_id_in_secret")]
    [InlineData(GoodToken, "token_in_client_secret")]
    public void Each_wrong_client_secret_gets_its_own_sentence(string clientSecret, string code)
    {
        var problem = Connector.Validate(Values(clientId: GoodId, clientSecret: clientSecret)).ShouldHaveSingleItem();

        (problem.Setting, problem.Code).ShouldBe(("client_secret", code));
        problem.Message.ShouldNotContain(clientSecret.Trim());
    }

    [Theory]
    [InlineData("slack.com", "not_an_address")]
    [InlineData("https://", "not_an_address")]
    [InlineData("ftp://slack.com/", "address_scheme")]
    [InlineData("http://slack.com/", "address_not_encrypted")]
    [InlineData("https://user:password@slack.com/", "address_credentials")]
    [InlineData("https://slack.com/?x=1", "address_query")]
    [InlineData("https://slack.com/#x", "address_query")]
    [InlineData(" https://slack.com/", "white_space")]
    public void Each_wrong_address_gets_its_own_sentence(string address, string code)
    {
        var problem = Connector.Validate(Values(token: GoodToken, address: address)).ShouldHaveSingleItem();

        (problem.Setting, problem.Code).ShouldBe(("api_address", code));
    }

    [Theory]
    [InlineData("users:read.email", null)]
    [InlineData("users:read.email, users:read", null)]
    [InlineData("chat:write", "unknown_scope")]
    [InlineData("Users:Read", "malformed_scope")]
    [InlineData("users:read;drop'", "malformed_scope")]
    public void Additional_scopes_must_be_ones_that_the_connector_can_use(string scopes, string? code)
    {
        var problems = Connector.Validate(Values(token: GoodToken, scopes: scopes));

        problems.Select(problem => problem.Code).ShouldBe(code is null ? [] : [code]);
    }

    [Theory]
    [InlineData("https://slack.com/")]
    [InlineData("https://slack-gov.com")]
    [InlineData("http://127.0.0.1:8080/")]
    [InlineData("http://localhost:8080/base")]
    public void Good_settings_have_no_problem(string address)
    {
        Connector.Validate(Values(GoodId, GoodSecret, GoodToken, address)).ShouldBeEmpty();
        Connector.Validate(Values(GoodId, GoodSecret, address: address)).ShouldBeEmpty("Authorize brings the token");
        Connector.Validate(Values(token: GoodToken, address: address)).ShouldBeEmpty("a pasted token is enough to run");
        Connector.Validate(Values(token: "xoxe.xoxp-1-abcdefghijklmnopqrstuvwxyz", address: address)).ShouldBeEmpty();
    }

    [Fact]
    public void Without_a_token_both_client_id_and_secret_are_needed()
    {
        Connector.Validate(Values()).Select(problem => (problem.Setting, problem.Code)).ShouldBe([("token", "required")]);
        Connector.Validate(Values(clientId: GoodId)).Select(problem => (problem.Setting, problem.Code)).ShouldBe([("client_secret", "required")]);
        Connector.Validate(Values(clientSecret: GoodSecret)).Select(problem => (problem.Setting, problem.Code)).ShouldBe([("client_id", "required")]);
    }

    [Fact]
    public void A_test_server_may_have_short_tokens() =>
        Connector.Validate(Values(token: "xoxp-test", address: "http://127.0.0.1:8080/")).ShouldBeEmpty();

    [Theory]
    [InlineData("full_check_runs", "0", false)]
    [InlineData("full_check_runs", "1", true)]
    [InlineData("full_check_runs", "1000", true)]
    [InlineData("full_check_runs", "1001", false)]
    [InlineData("full_check_runs", "ten", false)]
    [InlineData("history_days", "0", false)]
    [InlineData("history_days", "1", true)]
    [InlineData("history_days", "3650", true)]
    [InlineData("history_days", "3651", false)]
    [InlineData("history_calls", "0", false)]
    [InlineData("history_calls", "1000000", true)]
    [InlineData("history_calls", "all", false)]
    [InlineData("full_check_runs", "2.5", false)]
    [InlineData("full_check_runs", "-3", false)]
    [InlineData("full_check_runs", "99999999999999999999", false)]
    [InlineData("profile_calls", "1", true)]
    [InlineData("profile_calls", "0", false)]
    [InlineData("profile_calls", "1,000", false)]
    [InlineData("profile_calls", "1000001", false)]
    public void A_number_is_whole_and_within_its_range(string setting, string value, bool isRight)
    {
        SettingValues settings = new([new(setting, value)], [new("token", new(GoodToken))]);

        var problems = Connector.Validate(settings);

        problems.Select(problem => (problem.Setting, problem.Code)).ShouldBe(isRight ? [] : [(setting, "not_in_range")]);
        problems.ShouldAllBe(problem => problem.Message.Contains("whole number") && problem.Message.Contains("empty for"));
    }

    [Fact]
    public void Validation_never_throws_and_never_shows_a_secret()
    {
        string[] odd = ["xoxp-", "xoxb-1", "\0", "\ud800", "http://[", "https://a@b?c#d", "://", "\"", "'", GoodId, GoodSecret, GoodToken];
        var text = Gen.OneOf(Gen.String, Gen.Int[0, 11].Select(index => odd[index]), Gen.String[Gen.Char["xoxpbc-. :/\"\n01aé"], 0, 60]);

        Gen.Select(text, text, text, text, text, text).Sample((id, secret, token, address, scopes, pace) =>
        {
            var problems = Connector.Validate(Values(id, secret, token, address, scopes, pace));

            foreach (var problem in problems)
            {
                problem.Code.ShouldNotBeNullOrEmpty();
                problem.Message.ShouldNotBeNullOrEmpty();
                (secret.Length > 12 && problem.Message.Contains(secret, StringComparison.Ordinal)).ShouldBeFalse();
                (token.Length > 12 && problem.Message.Contains(token, StringComparison.Ordinal)).ShouldBeFalse();
            }
        });
    }

    [Fact]
    public void Every_setting_of_the_dialog_is_one_that_problems_can_name()
    {
        var definitions = Connector.Describe().Settings;

        definitions.Select(definition => definition.Order).ShouldBeInOrder();
        definitions.Select(definition => definition.Name).ShouldBe(["client_id", "client_secret", "token", "extra_scopes", "only_scopes", "api_address", "pace", "full_check_runs", "profile_calls", "history_days", "history_calls", "direct_messages"]);
        definitions.Where(definition => definition.Kind is SettingKind.Secret).Select(definition => definition.Name).ShouldBe(["client_secret", "token"]);
    }

    [Theory]
    [InlineData("users:read, admin", null)]
    [InlineData("users:write", "unknown_scope")]
    [InlineData("USERS", "malformed_scope")]
    public void Scopes_in_the_place_of_the_connectors_own_are_ones_that_it_knows(string scopes, string? code) =>
        Connector.Validate(new(new Dictionary<string, string> { ["only_scopes"] = scopes }, [])).Where(problem => problem.Setting == "only_scopes").Select(problem => problem.Code).ShouldBe(code is null ? [] : [code]);

    public void Dispose() => _bench.Dispose();

    private static SettingValues Values(string? clientId = null, string? clientSecret = null, string? token = null, string? address = null, string? scopes = null, string? pace = null)
    {
        var texts = new (string Name, string? Value)[] { ("client_id", clientId), ("api_address", address), ("extra_scopes", scopes), ("pace", pace) }
            .Where(pair => pair.Value is not null).Select(pair => KeyValuePair.Create(pair.Name, pair.Value!));
        var secrets = new (string Name, string? Value)[] { ("client_secret", clientSecret), ("token", token) }
            .Where(pair => !string.IsNullOrWhiteSpace(pair.Value)).Select(pair => KeyValuePair.Create(pair.Name, new Secret(pair.Value!)));

        return new(texts, secrets);
    }
}
