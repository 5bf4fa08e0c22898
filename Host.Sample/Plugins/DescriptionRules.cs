using System.Text.RegularExpressions;
using Plugin.Abstractions;
using Plugin.Abstractions.Collection;
using Plugin.Abstractions.Settings;

namespace Host.Sample.Plugins;

/// <summary>What a description must be before dialog, store and runs are drawn from it.</summary>
internal static partial class DescriptionRules
{
    /// <summary>What is wrong, a sentence each.</summary>
    public static IReadOnlyList<string> Check(ConnectorDescription description, PluginManifest manifest) =>
    [
        .. Repeated(description.Settings.Select(setting => setting.Name), "setting"),
        .. Repeated(description.Streams.Select(stream => stream.Id), "stream"),
        .. description.Settings.SelectMany(setting => Setting(setting, description)),
        .. Authorization(description, manifest),
        .. description.Streams.Count == 0 ? ["It has no streams."] : Array.Empty<string>(),
        .. description.Streams.SelectMany(stream => Stream(stream, description)),
        .. Repeated(description.Outcomes.Select(outcome => outcome.Id), "outcome"),
        .. description.Outcomes.SelectMany(outcome => Outcome(outcome, description)),
    ];

    private static IEnumerable<string> Setting(SettingDefinition setting, ConnectorDescription description)
    {
        if (!NamePattern().IsMatch(setting.Name))
        {
            yield return $"The setting name '{PluginWords.OneLine(setting.Name)}' is not made of lower case letters, digits and underscores.";
        }

        if (setting.Kind is SettingKind.Choice && setting.Choices.Count == 0)
        {
            yield return $"The setting '{setting.Name}' is a choice of nothing.";
        }

        if (setting.Kind is SettingKind.Secret && setting.DefaultValue is not null)
        {
            yield return $"The secret '{setting.Name}' has a default value.";
        }

        if (setting.DependsOn is { } condition && !description.Settings.Any(other => other.Name == condition.Setting && other.Name != setting.Name))
        {
            yield return $"The setting '{setting.Name}' depends on '{PluginWords.OneLine(condition.Setting)}', which is none.";
        }
    }

    private static IEnumerable<string> Authorization(ConnectorDescription description, PluginManifest manifest)
    {
        if (description.Authorization is not { } authorization)
        {
            yield break;
        }

        if (manifest.AuthorizationCallback is null)
        {
            yield return "It has an authorize step, but plugin.json names no 'authorizationCallback'.";
        }

        if (!description.Settings.Any(setting => setting.Name == authorization.TokenSetting && setting.Kind is SettingKind.Secret))
        {
            yield return $"The token setting '{PluginWords.OneLine(authorization.TokenSetting)}' is no secret setting.";
        }

        foreach (var name in authorization.RequiredSettings.Where(name => !description.Settings.Any(setting => setting.Name == name)))
        {
            yield return $"Authorization needs the setting '{PluginWords.OneLine(name)}', which is none.";
        }
    }

    private static IEnumerable<string> Stream(StreamDescription stream, ConnectorDescription description)
    {
        if (!NamePattern().IsMatch(stream.Id))
        {
            yield return $"The stream id '{PluginWords.OneLine(stream.Id)}' is not made of lower case letters, digits and underscores.";
        }

        if (!stream.Columns.Any(column => column.Meaning.IsKey))
        {
            yield return $"The stream '{stream.Id}' has no key column.";
        }

        foreach (var column in stream.Columns.Where(column => !NamePattern().IsMatch(column.Name)))
        {
            yield return $"The stream '{stream.Id}' has a column '{PluginWords.OneLine(column.Name)}' that is not made of lower case letters, digits and underscores.";
        }

        var part = stream.Columns.FirstOrDefault(column => column.Name == stream.PartColumn);

        if (stream.Mode is StreamMode.PartedSnapshot ? part is not { Type: ColumnType.Text, Meaning.IsKey: true } : stream.PartColumn is not null)
        {
            yield return $"The stream '{stream.Id}' must name one of its key columns, a text, as 'PartColumn' if it is a parted snapshot, and none otherwise.";
        }

        foreach (var problem in Repeated(stream.Columns.Select(column => column.Name), $"column of '{stream.Id}'"))
        {
            yield return problem;
        }

        foreach (var other in stream.ReadsBack.Concat(stream.References.Select(reference => reference.Stream)).Where(id => !description.Streams.Any(known => known.Id == id)))
        {
            yield return $"The stream '{stream.Id}' names a stream '{PluginWords.OneLine(other)}', which is none.";
        }
    }

    private static IEnumerable<string> Outcome(OutcomeDescription outcome, ConnectorDescription description)
    {
        if (!OutcomePattern().IsMatch(outcome.Id))
        {
            yield return $"The outcome id '{PluginWords.OneLine(outcome.Id)}' is not made of lower case letters, digits and dashes.";
        }

        if (outcome.Streams.Count == 0)
        {
            yield return $"The outcome '{PluginWords.OneLine(outcome.Id)}' takes no streams.";
        }

        foreach (var id in outcome.Streams.Where(id => !description.Streams.Any(known => known.Id == id)))
        {
            yield return $"The outcome '{PluginWords.OneLine(outcome.Id)}' takes a stream '{PluginWords.OneLine(id)}', which is none.";
        }

        foreach (var name in (outcome.Scopes ?? []).Where(name => !description.Scopes.Any(known => known.Name == name)))
        {
            yield return $"The outcome '{PluginWords.OneLine(outcome.Id)}' takes a scope '{PluginWords.OneLine(name)}' that is not described.";
        }
    }

    private static IEnumerable<string> Repeated(IEnumerable<string> names, string what) =>
        names.GroupBy(name => name, StringComparer.OrdinalIgnoreCase).Where(group => group.Count() > 1).Select(group => $"The {what} '{PluginWords.OneLine(group.Key)}' is there twice.");

    [GeneratedRegex(@"\A[a-z][a-z0-9_]{0,59}\z", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex NamePattern();

    [GeneratedRegex(@"\A[a-z][a-z0-9-]{0,39}\z", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex OutcomePattern();
}
