using Host.Sample.Plugins;
using Plugin.Abstractions;
using Plugin.Abstractions.Settings;

namespace Host.Sample.Connectors;

/// <summary>Says what is wrong with a draft: what its definitions say, and what the plugin itself says.</summary>
public sealed class DraftCheck(LoadedPlugins plugins, ConnectorDescriptions descriptions, PluginBorder border)
{
    private const int MostNameCharacters = 100;
    private const int MostDescriptionCharacters = 1000;
    private const int MostFullRunEvery = 10_000;

    /// <summary>The settings as they would be once the draft is saved.</summary>
    public static SettingValues Merge(SettingValues stored, ConnectorDraft draft, TakenGrant? grant, ConnectorDescription description)
    {
        var texts = stored.TextNames.ToDictionary(name => name, name => stored.Text(name)!);
        var secrets = stored.SecretNames.ToDictionary(name => name, name => stored.Secret(name)!);

        foreach (var (name, value) in draft.Texts)
        {
            texts[name] = value ?? "";
        }

        foreach (var (name, value) in draft.Secrets.Where(pair => pair.Value is not null))
        {
            secrets.Remove(name);

            if (!string.IsNullOrWhiteSpace(value))
            {
                secrets[name] = new(value);
            }
        }

        if (grant is not null)
        {
            secrets[description.Authorization?.TokenSetting ?? grant.TokenSetting] = grant.Credential.AccessToken;
        }

        return new(texts, secrets);
    }

    public static IEnumerable<SettingProblem> Name(string name)
    {
        if (string.IsNullOrWhiteSpace(name))
        {
            yield return new("name", "required", "The connector has no name. Give it one.");
        }
        else if (name.Trim().Length > MostNameCharacters || name.Any(char.IsControl))
        {
            yield return new("name", "not_a_name", $"The name must be one line of at most {MostNameCharacters} characters.");
        }
        else if (name.Trim().All(char.IsAsciiDigit))
        {
            yield return new("name", "only_digits", "A name of digits only would be taken for a connector's number. Add a letter.");
        }
    }

    /// <summary>Everything but the name. A token that an authorization can still bring is not missed.</summary>
    public async Task<IReadOnlyList<SettingProblem>> CheckAsync(string pluginId, ConnectorDraft draft, SettingValues values, CancellationToken cancellationToken)
    {
        var description = await descriptions.GetAsync(pluginId, cancellationToken);
        List<SettingProblem> names =
        [
            .. SettingRules.CheckNames(description, [.. draft.Texts.Keys], [.. draft.Secrets.Keys]),
            .. Others(draft, description),
        ];
        var ofPlugin = await AskAsync(pluginId, values, cancellationToken);
        var general = SettingRules.CheckValues(description, values).Where(finding => !ofPlugin.Any(own => own.Setting == finding.Setting));
        var awaited = AwaitedToken(description, values);

        return [.. names, .. ofPlugin.Concat(general).Where(finding => finding.Setting != awaited)];
    }

    private static string? AwaitedToken(ConnectorDescription description, SettingValues values) =>
        description.Authorization is { } authorization
        && values.Secret(authorization.TokenSetting) is null
        && authorization.RequiredSettings.All(name => values.Text(name) is not null || values.Secret(name) is not null)
            ? authorization.TokenSetting
            : null;

    private static IEnumerable<SettingProblem> Others(ConnectorDraft draft, ConnectorDescription description)
    {
        if (draft.Description is { Length: > MostDescriptionCharacters })
        {
            yield return new("description", "too_long", $"The description has more than {MostDescriptionCharacters} characters.");
        }

        if (draft.FullRunEvery is < 0 or > MostFullRunEvery)
        {
            yield return new("fullRunEvery", "out_of_range", $"After how many runs everything is asked for again must be from 0 (never) to {MostFullRunEvery}.");
        }

        foreach (var problem in StreamChoice.Check(description, draft.Outcomes, draft.Streams ?? []))
        {
            yield return problem;
        }

        if (draft.SandboxOrigin is { Length: > 0 } origin && !(Uri.TryCreate(origin, UriKind.Absolute, out var address) && address.IsLoopback && address.Scheme is "http" or "https"))
        {
            yield return new("sandboxOrigin", "not_loopback", "A sandbox must be on this machine.");
        }
    }

    private async Task<IReadOnlyList<SettingProblem>> AskAsync(string pluginId, SettingValues values, CancellationToken cancellationToken)
    {
        await using var session = await plugins.OpenAsync(pluginId, cancellationToken);
        var connector = session.Connector;

        return await border.AskAsync<IReadOnlyList<SettingProblem>>(session.Plugin, "check settings", () => DescriptionCopy.Copy(connector.Validate(values)), cancellationToken);
    }
}
