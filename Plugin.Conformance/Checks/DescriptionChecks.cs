using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Plugin.Abstractions;
using Plugin.Abstractions.Collection;
using Plugin.Abstractions.Settings;

namespace Plugin.Conformance.Checks;

internal static partial class DescriptionChecks
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
        [ColumnSemantic.AccountTypeReason] = ColumnType.Text,
        [ColumnSemantic.ResponsibleAccountId] = ColumnType.Text,
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

    public static async Task StableAsync(ConformanceSubject subject, Findings findings, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        await using var one = subject.Begin();
        await using var other = subject.Begin(SettingValues.Empty);
        var first = JsonSerializer.Serialize(one.Connector.Describe());

        findings.Require(JsonSerializer.Serialize(one.Connector.Describe()) == first, "The second call describes something else than the first.");
        findings.Require(JsonSerializer.Serialize(other.Connector.Describe()) == first, "Another instance, without settings, describes something else.");
    }

    public static async Task CompleteAsync(ConformanceSubject subject, Findings findings, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        await using var session = subject.Begin();
        var description = session.Connector.Describe();

        findings.Require(!string.IsNullOrWhiteSpace(description.Service), "There is no name of the service.");
        findings.Require(!string.IsNullOrWhiteSpace(description.Title), "There is no title.");
        findings.RequireSentence(description.Summary, "the summary");

        foreach (var step in description.SetupSteps)
        {
            findings.RequireSentence(step, "a step of the setup");
        }

        foreach (var scope in description.Scopes)
        {
            findings.RequireSentence(scope.Reason, $"the reason of scope {scope.Name}");
        }

        findings.RequireUnique(description.Scopes.Select(scope => scope.Name), "scopes");
        Settings(description, findings);
        Authorization(description, findings);
        Streams(description, findings);
        ReadBack(description, findings);
        Seats(description, findings);
        Outcomes(description, findings);
        BroadScopes(description, findings);
    }

    private static void Seats(ConnectorDescription description, Findings findings)
    {
        if (description.SeatRules is not { } rules)
        {
            return;
        }

        findings.RequireSentence(rules.AppliesTo, "what the rules of seats apply to");
        findings.Require(rules.UnchargedAfter is not { } unused || unused > TimeSpan.Zero, "The rules of seats: the time after which an unused seat is not charged for is none.");

        foreach (var (type, reason) in rules.FreeAccountTypes)
        {
            findings.RequireSentence(reason, $"why accounts of the type {type} are free of charge");
        }
    }

    private static void Settings(ConnectorDescription description, Findings findings)
    {
        var settings = description.Settings;
        findings.RequireUnique(settings.Select(setting => setting.Name), "names of settings");
        findings.RequireUnique(settings.Select(setting => setting.Label), "labels of settings");
        findings.RequireUnique(settings.Select(setting => setting.Order.ToString(CultureInfo.InvariantCulture)), "orders of settings");
        findings.Require(settings.Select(setting => setting.Order).SequenceEqual(settings.Select(setting => setting.Order).Order()), "The settings do not stand in their order.");

        foreach (var setting in settings)
        {
            findings.Require(Name().IsMatch(setting.Name), $"'{setting.Name}' is no name of a setting.");
            findings.Require(!string.IsNullOrWhiteSpace(setting.Label), $"The setting {setting.Name} has no label.");
            findings.RequireSentence(setting.Help, $"the help of setting {setting.Name}");
            findings.Require((setting.Choices.Count > 0) == setting.Kind is SettingKind.Choice, $"The setting {setting.Name}: choices belong to a choice, and only there.");
            findings.RequireUnique(setting.Choices.Select(choice => choice.Value), $"choices of {setting.Name}");
            findings.Require(HasUsableDefault(setting), $"The setting {setting.Name} has a default that is none of its values.");

            if (setting.DependsOn is { } condition)
            {
                findings.Require(condition.Setting != setting.Name && settings.Any(other => other.Name == condition.Setting), $"The setting {setting.Name} depends on one that does not exist.");
            }
        }
    }

    private static void Authorization(ConnectorDescription description, Findings findings)
    {
        if (description.Authorization is not { } authorization)
        {
            return;
        }

        findings.RequireSentence(authorization.ConsentedBy, "who consents");
        findings.Require(description.Settings.Any(setting => setting.Name == authorization.TokenSetting && setting.Kind is SettingKind.Secret), "The token setting is no secret of the dialog.");

        foreach (var name in authorization.RequiredSettings)
        {
            findings.Require(description.Settings.Any(setting => setting.Name == name), $"Authorization requires '{name}', which is no setting.");
        }
    }

    private static void Streams(ConnectorDescription description, Findings findings)
    {
        HashSet<string> scopes = [.. description.Scopes.Select(scope => scope.Name)];
        findings.Require(description.Streams.Count > 0, "There are no streams.");
        findings.RequireUnique(description.Streams.Select(stream => stream.Id), "ids of streams");
        findings.RequireUnique(description.Streams.Select(stream => stream.Name), "names of streams");

        foreach (var stream in description.Streams)
        {
            findings.Require(StreamId().IsMatch(stream.Id), $"'{stream.Id}' is no id of a stream.");
            findings.Require(!string.IsNullOrWhiteSpace(stream.Name), $"The stream {stream.Id} has no name.");
            findings.RequireSentence(stream.Description, $"the description of {stream.Id}");
            findings.RequireSentence(stream.LostWithout, $"what is lost without {stream.Id}");
            findings.Require(stream.Methods.Count > 0, $"The stream {stream.Id} names no method.");
            findings.Require(stream.Scopes.All(scopes.Contains), $"The stream {stream.Id} needs a scope that the connector does not describe.");
            findings.Require(stream.Columns.Any(column => column.Meaning.IsKey), $"The stream {stream.Id} has no key.");
            findings.RequireUnique(stream.Columns.Select(column => column.Name), $"columns of {stream.Id}");

            foreach (var column in stream.Columns)
            {
                Column(stream, column, scopes, findings);
            }

            Semantics(stream, findings);
        }
    }

    private static void Column(StreamDescription stream, ColumnDescription column, HashSet<string> scopes, Findings findings)
    {
        var place = $"{stream.Id}.{column.Name}";
        findings.Require(Name().IsMatch(column.Name), $"{place} is no name of a column.");
        findings.Require(!StoreColumns.Contains(column.Name), $"{place} is a name of the store's own.");
        findings.RequireSentence(column.Meaning.Description, $"the description of {place}");
        findings.Require(!string.IsNullOrWhiteSpace(column.Meaning.Source), $"{place} does not say where it comes from.");
        findings.Require(column.Meaning.Scope is null || scopes.Contains(column.Meaning.Scope), $"{place} needs a scope that the connector does not describe.");
    }

    private static void Semantics(StreamDescription stream, Findings findings)
    {
        ColumnDescription[] meaningful = [.. stream.Columns.Where(column => column.Meaning.Semantic is not ColumnSemantic.None)];
        findings.RequireUnique(meaningful.Select(column => column.Meaning.Semantic.ToString()), $"semantics of {stream.Id}");

        foreach (var column in meaningful.Where(column => SemanticTypes.TryGetValue(column.Meaning.Semantic, out var type) && type != column.Type))
        {
            findings.Add($"{stream.Id}.{column.Name} means {column.Meaning.Semantic}, which is {SemanticTypes[column.Meaning.Semantic]}, and is {column.Type}.");
        }

        foreach (var scopes in meaningful.Where(column => column.Meaning.Semantic is ColumnSemantic.AppScopes))
        {
            findings.Require(scopes.Type is ColumnType.Text or ColumnType.Json, $"{stream.Id}.{scopes.Name} means {ColumnSemantic.AppScopes}, which is {ColumnType.Text} or {ColumnType.Json}, and is {scopes.Type}.");
        }

        foreach (var column in stream.Columns.Where(column => column.Meaning.Precision is not TimePrecision.Second))
        {
            findings.Require(column.Meaning.Semantic is ColumnSemantic.ActivityAt, $"{stream.Id}.{column.Name} says how exact it is and is no moment of use.");
        }

        findings.Require(stream.LooksBack is not { } back || back > TimeSpan.Zero, $"The stream {stream.Id} looks back over no time.");

        foreach (var semantic in SubjectSemantics.GetValueOrDefault(stream.Subject, []))
        {
            findings.Require(meaningful.Any(column => column.Meaning.Semantic == semantic), $"The stream {stream.Id} is about {stream.Subject} and has no column that means {semantic}.");
        }

        foreach (var email in meaningful.Where(column => column.Meaning.Semantic is ColumnSemantic.Email))
        {
            findings.Require(email.Meaning.PersonalData is PersonalData.Identity, $"{stream.Id}.{email.Name} is an e-mail address: personal data of the class {PersonalData.Identity}.");
        }

        foreach (var account in meaningful.Where(column => column.Meaning.Semantic is ColumnSemantic.AccountId))
        {
            findings.Require(account.Meaning.PersonalData is not PersonalData.None, $"{stream.Id}.{account.Name} names an account, which is personal data.");
        }
    }

    private static void ReadBack(ConnectorDescription description, Findings findings)
    {
        foreach (var stream in description.Streams)
        {
            foreach (var reference in stream.References)
            {
                var place = $"{stream.Id}.{reference.Column} to {reference.Stream}.{reference.TargetColumn}";
                var column = stream.Columns.FirstOrDefault(column => column.Name == reference.Column);
                var target = description.Streams.FirstOrDefault(other => other.Id == reference.Stream)?.Columns.FirstOrDefault(other => other.Name == reference.TargetColumn);

                if (findings.Require(column is not null && target is not null, $"The reference from {place} leads nowhere."))
                {
                    findings.Require(column!.Type == target!.Type, $"The reference from {place} joins different types.");
                }
            }

            foreach (var id in stream.ReadsBack)
            {
                findings.Require(id != stream.Id && description.Streams.Any(other => other.Id == id), $"The stream {stream.Id} reads back '{id}', which is no other stream.");
            }
        }
    }

    private static void Outcomes(ConnectorDescription description, Findings findings)
    {
        findings.RequireUnique(description.Outcomes.Select(outcome => outcome.Id), "ids of outcomes");
        findings.RequireUnique(description.Outcomes.Select(outcome => outcome.Name), "names of outcomes");

        foreach (var outcome in description.Outcomes)
        {
            findings.Require(OutcomeId().IsMatch(outcome.Id), $"'{outcome.Id}' is no id of an outcome.");
            findings.Require(!string.IsNullOrWhiteSpace(outcome.Name), $"The outcome {outcome.Id} has no name.");
            findings.RequireSentence(outcome.Description, $"the description of outcome {outcome.Id}");
            findings.Require(outcome.Streams.Count > 0, $"The outcome {outcome.Id} takes no streams.");
            findings.RequireUnique(outcome.Streams, $"streams of outcome {outcome.Id}");
            findings.Require((outcome.Scopes ?? []).All(name => description.Scopes.Any(scope => scope.Name == name)), $"The outcome {outcome.Id} takes a scope that the connector does not describe.");

            foreach (var id in outcome.Streams)
            {
                // A stream may read several others back and do with one of them.
                var stream = description.Streams.FirstOrDefault(stream => stream.Id == id);
                findings.Require(stream is not null, $"The outcome {outcome.Id} takes '{id}', which is no stream.");
                findings.Require(stream is null || stream.ReadsBack.Count == 0 || stream.ReadsBack.Any(outcome.Streams.Contains), $"The outcome {outcome.Id} takes {id} and none of the streams that it reads back.");
            }
        }

        foreach (var stream in description.Outcomes.Count == 0 ? [] : description.Streams.Where(stream => !description.Outcomes.Any(outcome => outcome.Streams.Contains(stream.Id))))
        {
            findings.Add($"No outcome takes the stream {stream.Id}.");
        }
    }

    private static void BroadScopes(ConnectorDescription description, Findings findings)
    {
        findings.RequireUnique(description.BroadAppScopes.Select(scope => scope.Scope), "broad scopes of applications");
        var tellsScopes = description.Streams.Any(stream => stream.Columns.Any(column => column.Meaning.Semantic is ColumnSemantic.AppScopes));
        findings.Require(description.BroadAppScopes.Count == 0 || tellsScopes, "Broad scopes of applications are named, and no column tells what applications have.");

        foreach (var broad in description.BroadAppScopes)
        {
            findings.Require(!string.IsNullOrWhiteSpace(broad.Scope) && broad.Scope is not "*", $"'{broad.Scope}' is no scope of an application.");
            findings.Require(!string.IsNullOrWhiteSpace(broad.Allows), $"The broad scope {broad.Scope} does not say what it allows.");
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

    [GeneratedRegex(@"\A[a-z][a-z0-9_]{0,59}\z", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Name();

    [GeneratedRegex(@"\A[a-z][a-z0-9_]{0,39}\z", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex StreamId();

    [GeneratedRegex(@"\A[a-z][a-z0-9-]{0,39}\z", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex OutcomeId();
}
