using CsCheck;
using Plugin.Abstractions.Authorization;
using Plugin.Abstractions.Errors;
using Plugin.Abstractions.Settings;

namespace Plugin.ContractTests;

public abstract partial class ConnectorContractTests
{
    private const int ArbitrarySettings = 2_000;

    private static readonly Uri RedirectUri = new("http://127.0.0.1:5080/cmp/AuthorizeSomething");

    private static readonly string[] AwkwardTexts =
    [
        " ", "0", "-1", "9223372036854775808", "true", "TRUE", "yes", "http://", "https://user:pass@example.org/", "ftp://example.org", "//", "\\\\share", "\u0000", "\r\n", "\ud800",
        "🙂", "١٢٣", "1e9", "0x10", "NaN", "a:b:c", ":::", "::", ",,,", "../..", "<script>", "' or 1=1 --", "%00", "{", "[]", "\u202Etxt", new('a', 10_000),
    ];

    [Fact]
    public async Task Validate_accepts_the_valid_settings()
    {
        await using var session = Begin();

        session.Connector.Validate(ValidSettings).ShouldBeEmpty();
    }

    [Fact]
    public async Task Validate_asks_for_every_required_setting()
    {
        await using var session = Begin();
        string[] required = [.. session.Connector.Describe().Settings.Where(setting => setting.IsRequired && setting.DefaultValue is null).Select(setting => setting.Name)];

        var problems = session.Connector.Validate(SettingValues.Empty);

        required.ShouldBeSubsetOf(problems.Select(problem => problem.Setting));
    }

    [Fact]
    public async Task Validate_never_throws_and_each_problem_names_a_field_and_a_fix()
    {
        await using var session = Begin();
        var definitions = session.Connector.Describe().Settings;
        string[] names = [.. definitions.Select(setting => setting.Name), "no_such_setting", ""];
        string[] values = [.. AwkwardTexts, .. definitions.SelectMany(setting => setting.Choices).Select(choice => choice.Value), .. ValidTexts()];
        var text = Gen.OneOf(AnyOf(values), Gen.String);
        var pairs = Gen.Select(AnyOf(names), text, KeyValuePair.Create).List[0, names.Length].Select(list => list.DistinctBy(pair => pair.Key));

        Gen.Select(pairs, pairs).Sample(
            (givenTexts, givenSecrets) =>
            {
                SettingValues settings = new(givenTexts, givenSecrets.Select(pair => KeyValuePair.Create(pair.Key, new Secret(pair.Value + Canary))));

                foreach (var problem in session.Connector.Validate(settings))
                {
                    ShouldBeUsable(problem, definitions);
                    problem.Message.Contains(Canary, StringComparison.Ordinal).ShouldBeFalse("A problem shows the value of a secret.");
                }
            },
            iter: ArbitrarySettings);
    }

    [Fact]
    public async Task Begin_authorization_gives_an_address_with_state_and_redirect_and_without_secret()
    {
        await using var session = Begin();

        if (session.Connector.Describe().Authorization is not { } authorization)
        {
            return;
        }

        AuthorizationRequest request = new(ValidSettings, RedirectUri, "state-4711");

        // A connector whose valid settings need no consent still has to say what consent would need.
        if (authorization.RequiredSettings.Except([.. ValidSettings.TextNames, .. ValidSettings.SecretNames]).Any())
        {
            Should.Throw<ConnectorException>(() => session.Connector.BeginAuthorization(request)).Reason.ShouldBe(FailureReason.FixSettings);

            return;
        }

        var address = session.Connector.BeginAuthorization(request);

        address.IsAbsoluteUri.ShouldBeTrue();
        address.Scheme.ShouldBeOneOf("http", "https");
        address.OriginalString.ShouldContain("state-4711");
        address.AbsoluteUri.ShouldContain(Uri.EscapeDataString(RedirectUri.OriginalString));
        ShouldHideSecrets(address.OriginalString, ValidSettings);
    }

    [Fact]
    public async Task Begin_authorization_without_settings_asks_for_them()
    {
        await using var session = Begin();

        if (session.Connector.Describe().Authorization is not { RequiredSettings.Count: > 0 })
        {
            return;
        }

        var failure = Should.Throw<ConnectorException>(() => session.Connector.BeginAuthorization(new(SettingValues.Empty, RedirectUri, "state-4711")));

        failure.Reason.ShouldBe(FailureReason.FixSettings);
        ShouldTellWhatToDo(failure);
    }

    [Theory]
    [InlineData("error", "access_denied")]
    [InlineData("error", "something_else")]
    [InlineData("nothing", "of use")]
    [InlineData("code", "")]
    [InlineData("code", "not-a-code-that-was-ever-given")]
    public async Task A_useless_callback_is_a_failure_that_says_what_to_do(string field, string value)
    {
        await using var session = Begin();

        if (session.Connector.Describe().Authorization is null)
        {
            return;
        }

        AuthorizationCallback callback = new(RedirectUri, new Dictionary<string, string> { [field] = value });

        var failure = await Should.ThrowAsync<ConnectorException>(() => session.Connector.CompleteAuthorizationAsync(session.Context, callback, Cancellation));

        ShouldTellWhatToDo(failure);

        if (value is "access_denied")
        {
            failure.Reason.ShouldBe(FailureReason.ConsentDenied);
        }
    }

    private static Gen<string> AnyOf(string[] values) => Gen.Int[0, values.Length - 1].Select(index => values[index]);

    private static void ShouldBeUsable(SettingProblem problem, IReadOnlyList<SettingDefinition> definitions)
    {
        definitions.ShouldContain(setting => setting.Name == problem.Setting, $"A problem names '{problem.Setting}', which is no setting.");
        problem.Code.Length.ShouldBeGreaterThan(0, $"A problem of {problem.Setting} has no code.");
        problem.Code.All(letter => char.IsAsciiLetterLower(letter) || char.IsAsciiDigit(letter) || letter == '_').ShouldBeTrue($"'{problem.Code}' is no code.");
        ShouldBeSentence(problem.Message, $"a problem of {problem.Setting}");
    }

    private static void ShouldTellWhatToDo(ConnectorException failure)
    {
        ShouldBeSentence(failure.Message, "the failure's message");
        ShouldBeSentence(failure.Fix, "the failure's fix");
    }

    private IEnumerable<string> ValidTexts() => ValidSettings.TextNames.Select(name => ValidSettings.Text(name)!);
}
