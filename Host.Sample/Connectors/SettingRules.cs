using System.Globalization;
using Host.Sample.Plugins;
using Plugin.Abstractions;
using Plugin.Abstractions.Settings;

namespace Host.Sample.Connectors;

/// <summary>What can be said of settings from their definitions alone, for any plugin.</summary>
internal static class SettingRules
{
    public const int MostCharacters = 4000;

    /// <summary>Names that the plugin does not know, and values that came the wrong way: a secret among the texts would be stored readable.</summary>
    public static IEnumerable<SettingProblem> CheckNames(ConnectorDescription description, IReadOnlyCollection<string> texts, IReadOnlyCollection<string> secrets)
    {
        var known = description.Settings.ToDictionary(setting => setting.Name);

        foreach (var name in texts.Concat(secrets).Where(name => !known.ContainsKey(name)).Distinct())
        {
            yield return new(PluginWords.OneLine(name), "unknown_setting", $"There is no such setting. Those known are: {string.Join(", ", known.Keys)}.");
        }

        foreach (var name in texts.Where(name => known.GetValueOrDefault(name)?.Kind is SettingKind.Secret))
        {
            yield return new(name, "is_secret", $"{known[name].Label} is a secret. Give it as one, so that it is stored encrypted.");
        }

        foreach (var name in secrets.Where(name => known.GetValueOrDefault(name) is { Kind: not SettingKind.Secret }))
        {
            yield return new(name, "is_no_secret", $"{known[name].Label} is no secret. Give it among the other settings.");
        }
    }

    public static IEnumerable<SettingProblem> CheckValues(ConnectorDescription description, SettingValues values)
    {
        foreach (var setting in description.Settings.Where(setting => IsInForce(setting, description, values)))
        {
            var text = setting.Kind is SettingKind.Secret ? values.Secret(setting.Name)?.Reveal() : values.Text(setting.Name);

            if (text is null)
            {
                if (setting.IsRequired && setting.DefaultValue is null)
                {
                    yield return new(setting.Name, "required", $"{setting.Label} is empty. {setting.Help}");
                }
            }
            else if (Problem(setting, text) is var (code, message))
            {
                yield return new(setting.Name, code, message);
            }
        }
    }

    private static (string Code, string Message)? Problem(SettingDefinition setting, string text)
    {
        if (text.Length > MostCharacters)
        {
            return ("too_long", $"{setting.Label} has more than {MostCharacters} characters. Check what was pasted in.");
        }

        if (text.Any(char.IsControl))
        {
            return ("not_one_line", $"{setting.Label} holds a line break or another control character. Copy it again without.");
        }

        return setting.Kind switch
        {
            SettingKind.Url when !(Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme is "http" or "https") =>
                ("no_address", $"{setting.Label} must be an absolute http or https address."),
            SettingKind.Boolean when text is not ("true" or "false") => ("no_boolean", $"{setting.Label} must be true or false."),
            SettingKind.Integer when !long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _) =>
                ("no_number", $"{setting.Label} must be a whole number."),
            SettingKind.Choice when !setting.Choices.Any(choice => choice.Value == text) =>
                ("unknown_choice", $"{setting.Label} must be one of: {string.Join(", ", setting.Choices.Select(choice => choice.Value))}."),
            _ => null,
        };
    }

    private static bool IsInForce(SettingDefinition setting, ConnectorDescription description, SettingValues values) =>
        setting.DependsOn is not { } condition
        || (values.Text(condition.Setting) ?? description.Settings.FirstOrDefault(other => other.Name == condition.Setting)?.DefaultValue) == condition.Value;
}
