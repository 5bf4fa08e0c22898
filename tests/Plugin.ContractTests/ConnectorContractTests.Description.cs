using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Plugin.Abstractions;
using Plugin.Abstractions.Collection;
using Plugin.Abstractions.Settings;

namespace Plugin.ContractTests;

public abstract partial class ConnectorContractTests
{
    private static readonly string[] StoreColumns = ["connector_id", "row_key", "row_hash", "from_run", "to_run", "rowid", "oid"];

    private static readonly Dictionary<ColumnSemantic, ColumnType> SemanticTypes = new()
    {
        [ColumnSemantic.TenantId] = ColumnType.Text,
        [ColumnSemantic.TenantName] = ColumnType.Text,
        [ColumnSemantic.AccountId] = ColumnType.Text,
        [ColumnSemantic.Email] = ColumnType.Text,
        [ColumnSemantic.DisplayName] = ColumnType.Text,
        [ColumnSemantic.AccountStatus] = ColumnType.Text,
        [ColumnSemantic.AccountType] = ColumnType.Text,
        [ColumnSemantic.SeatBilled] = ColumnType.Boolean,
        [ColumnSemantic.ActivityAt] = ColumnType.Timestamp,
        [ColumnSemantic.ActivityKind] = ColumnType.Text,
        [ColumnSemantic.GroupId] = ColumnType.Text,
        [ColumnSemantic.SpaceId] = ColumnType.Text,
        [ColumnSemantic.IsRetired] = ColumnType.Boolean,
        [ColumnSemantic.MemberCount] = ColumnType.Int64,
        [ColumnSemantic.AppId] = ColumnType.Text,
        [ColumnSemantic.AppChange] = ColumnType.Text,
        [ColumnSemantic.AppChangedAt] = ColumnType.Timestamp,
    };

    private static readonly Dictionary<StreamSubject, ColumnSemantic[]> SubjectSemantics = new()
    {
        [StreamSubject.Tenant] = [ColumnSemantic.TenantId],
        [StreamSubject.Accounts] = [ColumnSemantic.AccountId],
        [StreamSubject.Seats] = [ColumnSemantic.AccountId, ColumnSemantic.SeatBilled],
        [StreamSubject.Activity] = [ColumnSemantic.AccountId, ColumnSemantic.ActivityAt],
        [StreamSubject.AppChanges] = [ColumnSemantic.AppId, ColumnSemantic.AppChange, ColumnSemantic.AppChangedAt],
        [StreamSubject.Apps] = [ColumnSemantic.AppId],
        [StreamSubject.Spaces] = [ColumnSemantic.SpaceId],
        [StreamSubject.SpaceMembers] = [ColumnSemantic.SpaceId, ColumnSemantic.AccountId],
        [StreamSubject.Groups] = [ColumnSemantic.GroupId],
        [StreamSubject.GroupMembers] = [ColumnSemantic.GroupId, ColumnSemantic.AccountId],
    };

    [Fact]
    public async Task Description_is_equal_at_every_call_and_in_every_instance()
    {
        await using var one = Begin();
        await using var other = Begin();
        var first = JsonSerializer.Serialize(one.Connector.Describe());

        JsonSerializer.Serialize(one.Connector.Describe()).ShouldBe(first);
        JsonSerializer.Serialize(other.Connector.Describe()).ShouldBe(first);
    }

    [Fact]
    public async Task Description_does_not_depend_on_settings()
    {
        await using var configured = Begin();
        await using var empty = Begin(SettingValues.Empty);

        JsonSerializer.Serialize(empty.Connector.Describe()).ShouldBe(JsonSerializer.Serialize(configured.Connector.Describe()));
    }

    [Fact]
    public async Task Description_says_what_the_connector_is()
    {
        await using var session = Begin();
        var description = session.Connector.Describe();

        description.Service.ShouldNotBeNullOrWhiteSpace();
        description.Title.ShouldNotBeNullOrWhiteSpace();
        ShouldBeSentence(description.Summary, "Summary");
        description.Streams.ShouldNotBeEmpty();

        foreach (var step in description.SetupSteps)
        {
            ShouldBeSentence(step, "SetupSteps");
        }

        foreach (var scope in description.Scopes)
        {
            ShouldBeSentence(scope.Reason, $"the reason of scope {scope.Name}");
        }

        ShouldBeUnique(description.Scopes.Select(scope => scope.Name), "scope names");
    }

    [Fact]
    public async Task Settings_are_complete()
    {
        await using var session = Begin();
        var settings = session.Connector.Describe().Settings;

        ShouldBeUnique(settings.Select(setting => setting.Name), "setting names");
        ShouldBeUnique(settings.Select(setting => setting.Label), "setting labels");
        ShouldBeUnique(settings.Select(setting => setting.Order.ToString(CultureInfo.InvariantCulture)), "setting orders");
        settings.Select(setting => setting.Order).ShouldBe(settings.Select(setting => setting.Order).Order(), "Settings stand in their order.");

        foreach (var setting in settings)
        {
            Regex.IsMatch(setting.Name, @"\A[a-z][a-z0-9_]{0,59}\z", RegexOptions.CultureInvariant, HangGuard).ShouldBeTrue($"'{setting.Name}' is no name of a setting.");
            setting.Label.ShouldNotBeNullOrWhiteSpace();
            ShouldBeSentence(setting.Help, $"the help of setting {setting.Name}");
            (setting.Choices.Count > 0).ShouldBe(setting.Kind is SettingKind.Choice, $"Setting {setting.Name}: choices belong to a choice, and only there.");
            ShouldBeUnique(setting.Choices.Select(choice => choice.Value), $"choices of {setting.Name}");
            HasUsableDefault(setting).ShouldBeTrue($"Setting {setting.Name} has a default that is none of its values.");

            if (setting.DependsOn is { } condition)
            {
                condition.Setting.ShouldNotBe(setting.Name);
                settings.ShouldContain(other => other.Name == condition.Setting, $"Setting {setting.Name} depends on a setting that does not exist.");
            }
        }
    }

    [Fact]
    public async Task Authorization_names_settings_that_exist()
    {
        await using var session = Begin();
        var description = session.Connector.Describe();

        if (description.Authorization is not { } authorization)
        {
            return;
        }

        ShouldBeSentence(authorization.ConsentedBy, "ConsentedBy");
        description.Settings.ShouldContain(
            setting => setting.Name == authorization.TokenSetting && setting.Kind == SettingKind.Secret, "The token setting must be a secret of the dialog.");

        foreach (var name in authorization.RequiredSettings)
        {
            description.Settings.ShouldContain(setting => setting.Name == name, $"Authorization requires '{name}', which is no setting.");
        }
    }

    [Fact]
    public async Task Streams_are_complete()
    {
        await using var session = Begin();
        var description = session.Connector.Describe();
        string[] scopes = [.. description.Scopes.Select(scope => scope.Name)];

        ShouldBeUnique(description.Streams.Select(stream => stream.Id), "stream ids");
        ShouldBeUnique(description.Streams.Select(stream => stream.Name), "stream names");

        foreach (var stream in description.Streams)
        {
            Regex.IsMatch(stream.Id, @"\A[a-z][a-z0-9_]{0,39}\z", RegexOptions.CultureInvariant, HangGuard).ShouldBeTrue($"'{stream.Id}' is no id of a stream.");
            stream.Name.ShouldNotBeNullOrWhiteSpace();
            ShouldBeSentence(stream.Description, $"the description of {stream.Id}");
            ShouldBeSentence(stream.LostWithout, $"LostWithout of {stream.Id}");
            stream.Methods.ShouldNotBeEmpty($"Stream {stream.Id} names no method.");
            stream.Scopes.ShouldBeSubsetOf(scopes, $"Stream {stream.Id} needs a scope that the connector does not describe.");
            stream.Columns.ShouldContain(column => column.Meaning.IsKey, $"Stream {stream.Id} has no key.");
            ShouldBeUnique(stream.Columns.Select(column => column.Name), $"columns of {stream.Id}");

            foreach (var column in stream.Columns)
            {
                var place = $"{stream.Id}.{column.Name}";

                Regex.IsMatch(column.Name, @"\A[a-z][a-z0-9_]{0,59}\z", RegexOptions.CultureInvariant, HangGuard).ShouldBeTrue($"{place} is no name of a column.");
                StoreColumns.ShouldNotContain(column.Name, $"{place} is a name of the store's own.");
                ShouldBeSentence(column.Meaning.Description, $"the description of {place}");
                column.Meaning.Source.ShouldNotBeNullOrWhiteSpace($"{place} does not say where it comes from.");
                (column.Meaning.Scope is null || scopes.Contains(column.Meaning.Scope)).ShouldBeTrue($"{place} needs a scope that the connector does not describe.");
            }
        }
    }

    [Fact]
    public async Task References_and_streams_read_back_exist()
    {
        await using var session = Begin();
        var streams = session.Connector.Describe().Streams;

        foreach (var stream in streams)
        {
            foreach (var reference in stream.References)
            {
                var place = $"{stream.Id}.{reference.Column} → {reference.Stream}.{reference.TargetColumn}";
                var column = stream.Columns.SingleOrDefault(column => column.Name == reference.Column).ShouldNotBeNull($"{place}: there is no such column.");
                var target = streams.SingleOrDefault(other => other.Id == reference.Stream)
                    ?.Columns.SingleOrDefault(other => other.Name == reference.TargetColumn)
                    .ShouldNotBeNull($"{place}: there is no such target.");

                column.Type.ShouldBe(target.ShouldNotBeNull().Type, $"{place}: the types differ.");
            }
        }

        session.StreamsInOrder().Count.ShouldBe(streams.Count);
    }

    [Fact]
    public async Task Semantics_are_sane()
    {
        await using var session = Begin();

        foreach (var stream in session.Connector.Describe().Streams)
        {
            ColumnDescription[] meaningful = [.. stream.Columns.Where(column => column.Meaning.Semantic is not ColumnSemantic.None)];

            ShouldBeUnique(meaningful.Select(column => column.Meaning.Semantic.ToString()), $"semantics of {stream.Id}");

            foreach (var column in meaningful)
            {
                column.Type.ShouldBe(SemanticTypes[column.Meaning.Semantic], $"{stream.Id}.{column.Name} means {column.Meaning.Semantic}.");
            }

            foreach (var semantic in SubjectSemantics.GetValueOrDefault(stream.Subject, []))
            {
                meaningful.ShouldContain(column => column.Meaning.Semantic == semantic, $"Stream {stream.Id} is about {stream.Subject} and has no column that means {semantic}.");
            }

            foreach (var email in meaningful.Where(column => column.Meaning.Semantic is ColumnSemantic.Email))
            {
                email.Meaning.PersonalData.ShouldBe(PersonalData.Identity, $"{stream.Id}.{email.Name} is an e-mail address.");
            }

            foreach (var account in meaningful.Where(column => column.Meaning.Semantic is ColumnSemantic.AccountId))
            {
                account.Meaning.PersonalData.ShouldNotBe(PersonalData.None, $"{stream.Id}.{account.Name} names an account.");
            }
        }
    }

    private static bool HasUsableDefault(SettingDefinition setting) => setting.DefaultValue is not { } value || setting.Kind switch
    {
        SettingKind.Secret => false,
        SettingKind.Boolean => bool.TryParse(value, out _),
        SettingKind.Integer => long.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _),
        SettingKind.Url => Uri.TryCreate(value, UriKind.Absolute, out var address) && address.Scheme is "http" or "https",
        SettingKind.Choice => setting.Choices.Any(choice => choice.Value == value),
        _ => value.Length > 0,
    };

    private static void ShouldBeSentence(string? text, string what)
    {
        text.ShouldNotBeNullOrWhiteSpace($"There is no text for {what}.");
        text.TrimEnd().ShouldEndWith(".", Case.Sensitive, $"This is no sentence for {what}: {text}");
        text.ShouldContain(" ", Case.Sensitive, $"This is no sentence for {what}: {text}");
    }

    private static void ShouldBeUnique(IEnumerable<string> names, string what) =>
        names.GroupBy(name => name, StringComparer.OrdinalIgnoreCase).Where(group => group.Count() > 1).Select(group => group.Key).ShouldBeEmpty($"These {what} are not unique.");
}
