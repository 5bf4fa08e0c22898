using Plugin.Abstractions;
using Plugin.Abstractions.Authorization;
using Plugin.Abstractions.Errors;
using Plugin.Abstractions.Settings;

namespace Plugin.Conformance.Checks;

internal static class SettingChecks
{
    private const string Canary = "canary7351";
    private const string State = "state-4711";
    private const int Rounds = 500;
    private const int Seed = 7351;

    private static readonly string[] AwkwardTexts =
    [
        " ", "0", "-1", "9223372036854775808", "true", "TRUE", "yes", "http://", "https://user:pass@example.org/", "ftp://example.org", "//", "\\\\share", "\u0000", "\r\n", "\ud800",
        "\U0001F642", "\u0661\u0662\u0663", "1e9", "0x10", "NaN", "a:b:c", ":::", "::", ",,,", "../..", "<script>", "' or 1=1 --", "%00", "{", "[]", "\u202Etxt", new('a', 10_000),
    ];

    private static readonly (string Field, string Value)[] UselessAnswers =
    [
        ("error", "access_denied"), ("error", "something_else"), ("nothing", "of use"), ("code", ""), ("code", "not-a-code-that-was-ever-given"),
    ];

    public static async Task ValidationAsync(ConformanceSubject subject, Findings findings, CancellationToken cancellationToken)
    {
        await using var session = subject.Begin();
        var definitions = session.Connector.Describe().Settings;

        foreach (var problem in session.Connector.Validate(subject.Settings))
        {
            findings.Add($"It refuses settings that work: {problem.Setting}: {problem.Message}");
        }

        var asked = session.Connector.Validate(SettingValues.Empty).Select(problem => problem.Setting).ToHashSet();

        foreach (var setting in definitions.Where(setting => setting.IsRequired && setting.DefaultValue is null))
        {
            findings.Require(asked.Contains(setting.Name), $"It does not ask for the required setting {setting.Name} when nothing is given.");
        }

        foreach (var settings in Arbitrary(subject.Settings, definitions))
        {
            cancellationToken.ThrowIfCancellationRequested();
            IReadOnlyList<SettingProblem> problems;

            try
            {
                problems = session.Connector.Validate(settings);
            }
#pragma warning disable CA1031 // That it throws is what was to be found out.
            catch (Exception exception)
#pragma warning restore CA1031
            {
                findings.Add($"Validation threw {exception.GetType().Name} for the texts {Named(settings.TextNames)} and the secrets {Named(settings.SecretNames)}.");

                return;
            }

            foreach (var problem in problems)
            {
                findings.Require(definitions.Any(setting => setting.Name == problem.Setting), $"A problem names '{problem.Setting}', which is no setting.");
                findings.Require(problem.Code.Length > 0 && problem.Code.All(letter => char.IsAsciiLetterLower(letter) || char.IsAsciiDigit(letter) || letter is '_'), $"A problem of {problem.Setting} has the code '{problem.Code}', which is none.");
                findings.RequireSentence(problem.Message, $"a problem of {problem.Setting}");
                findings.Require(!problem.Message.Contains(Canary, StringComparison.Ordinal), $"A problem of {problem.Setting} repeats the value of a secret.");
            }

            if (findings.All.Count > 0)
            {
                return;
            }
        }
    }

    public static async Task AuthorizationAsync(ConformanceSubject subject, Findings findings, CancellationToken cancellationToken)
    {
        await using var session = subject.Begin();

        if (session.Connector.Describe().Authorization is not { } authorization)
        {
            return;
        }

        Begin(subject, session.Connector, authorization, findings);

        foreach (var (field, value) in UselessAnswers)
        {
            var answer = new AuthorizationCallback(subject.RedirectUri, new Dictionary<string, string> { [field] = value });

            try
            {
                await session.Connector.CompleteAuthorizationAsync(session.Context, answer, cancellationToken);
                findings.Add($"The answer {field}='{value}' was taken for a consent.");
            }
            catch (ConnectorException failure)
            {
                RequireWords(failure, findings);
                findings.Require(value is not "access_denied" || failure.Reason is FailureReason.ConsentDenied, $"A consent that was denied is told as {failure.Reason}.");
            }
        }
    }

    internal static void RequireWords(ConnectorException failure, Findings findings)
    {
        findings.RequireSentence(failure.Message, "the message of a failure");
        findings.RequireSentence(failure.Fix, "the fix of a failure");
    }

    private static void Begin(ConformanceSubject subject, IConnector connector, AuthorizationDescription authorization, Findings findings)
    {
        if (authorization.RequiredSettings.Count > 0)
        {
            RequireAsking(connector, new(SettingValues.Empty, subject.RedirectUri, State), findings);
        }

        AuthorizationRequest request = new(subject.Settings, subject.RedirectUri, State);

        if (authorization.RequiredSettings.Except([.. subject.Settings.TextNames, .. subject.Settings.SecretNames]).Any())
        {
            // A connector whose good settings need no consent still has to say what consent would need.
            RequireAsking(connector, request, findings);

            return;
        }

        var address = connector.BeginAuthorization(request);

        if (findings.Require(address.IsAbsoluteUri && address.Scheme is "http" or "https", "The consent's address is no absolute http address."))
        {
            findings.Require(address.OriginalString.Contains(State, StringComparison.Ordinal), "The consent's address does not carry the state.");
            findings.Require(address.AbsoluteUri.Contains(Uri.EscapeDataString(subject.RedirectUri.OriginalString), StringComparison.Ordinal), "The consent's address does not carry the redirect address as it was given.");
            SecretChecks.RequireHidden(address.OriginalString, "the consent's address", subject.Settings, findings);
        }
    }

    private static void RequireAsking(IConnector connector, AuthorizationRequest request, Findings findings)
    {
        try
        {
            connector.BeginAuthorization(request);
            findings.Add("Consent begins although a setting that it requires is missing.");
        }
        catch (ConnectorException failure)
        {
            findings.Require(failure.Reason is FailureReason.FixSettings, $"A missing setting is told as {failure.Reason}.");
            RequireWords(failure, findings);
        }
    }

    private static IEnumerable<SettingValues> Arbitrary(SettingValues good, IReadOnlyList<SettingDefinition> definitions)
    {
        string[] names = [.. definitions.Select(setting => setting.Name), "no_such_setting", ""];
        string[] texts = [.. AwkwardTexts, .. definitions.SelectMany(setting => setting.Choices).Select(choice => choice.Value), .. good.TextNames.Select(name => good.Text(name)!)];

        // Every awkward text in every field once, the others good; then all of them mixed.
        foreach (var name in names)
        {
            foreach (var text in texts)
            {
                yield return new(Others(good, name).Append(KeyValuePair.Create(name, text)), []);
                yield return new(Others(good, name), [KeyValuePair.Create(name, new Secret(text + Canary))]);
            }
        }

#pragma warning disable CA5394 // Not for secrets: the same mixtures in every run.
        Random random = new(Seed);

        for (var round = 0; round < Rounds; round++)
        {
            yield return new(
                names.Where(_ => random.Next(2) == 0).Select(name => KeyValuePair.Create(name, texts[random.Next(texts.Length)])).ToList(),
                names.Where(_ => random.Next(2) == 0).Select(name => KeyValuePair.Create(name, new Secret(texts[random.Next(texts.Length)] + Canary))).ToList());
        }
#pragma warning restore CA5394
    }

    private static IEnumerable<KeyValuePair<string, string>> Others(SettingValues good, string name) =>
        good.TextNames.Where(other => other != name).Select(other => KeyValuePair.Create(other, good.Text(other)!));

    private static string Named(IReadOnlyCollection<string> names) => names.Count == 0 ? "(none)" : string.Join(", ", names.Order(StringComparer.Ordinal));
}
