using System.Globalization;
using Host.Sample.Connectors;
using Host.Sample.Demo;
using Host.Sample.Plugins;
using Microsoft.AspNetCore.WebUtilities;
using Plugin.Abstractions;
using Plugin.Abstractions.Authorization;
using Plugin.Abstractions.Errors;
using Plugin.Abstractions.Settings;
using Plugin.Conformance;

namespace Host.Sample.Conformance;

/// <summary>The service that a plugin is looked at with: its sandbox, consented to as a person does, or what the given settings reach.</summary>
internal sealed class ConformanceService(
    HostOptions options, InstalledPlugin plugin, PluginGeneration generation, ConnectorDescription description, ConformanceInput input, TimeProvider clock) : IAsyncDisposable
{
    private static readonly Uri Redirect = new("http://127.0.0.1:5080/cmp/");

    private SandboxProcess? _sandbox;
    private ConformanceSubject? _subject;

    /// <summary>The plugin with all that it needs; there is one once the service has started.</summary>
    public ConformanceSubject Subject => _subject ?? Without();

    /// <summary>A figure that a check has to tell; null: none.</summary>
    public string? Said { get; private set; }

    public void Note(string figure) => Said = figure;

    /// <returns>Why it cannot be used, in a sentence; null when it can.</returns>
    public async Task<string?> TryStartAsync(int accounts, CancellationToken cancellationToken)
    {
        var redirect = new Uri(Redirect, plugin.Manifest!.AuthorizationCallback ?? "conformance");

        try
        {
            if (plugin.Manifest.Sandbox is not null)
            {
                _sandbox = await SandboxProcess.StartAsync(plugin, redirect, ["--size", accounts.ToString(CultureInfo.InvariantCulture)], clock, cancellationToken);
            }

            var subject = Without() with { Settings = Settings(), RedirectUri = redirect };

            if (Missing(subject.Settings) is { Count: > 0 } missing)
            {
                return $"{(_sandbox is null ? "It brings no sandbox" : "Its sandbox does not give them all")}, and these settings are needed: {string.Join(", ", missing)}. Give them by --set and --secret.";
            }

            _subject = await AuthorizedAsync(subject, cancellationToken);

            return null;
        }
        catch (HostException failure)
        {
            return $"{failure.Message} {failure.Fix}";
        }
        catch (ConnectorException failure)
        {
            return PluginWords.OneLine($"Its sandbox cannot be consented to. {failure.Message}");
        }
#pragma warning disable CA1031 // The plugin's own code has run: it may have thrown anything.
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
#pragma warning restore CA1031
        {
            return $"It broke while its sandbox was consented to: {PluginWords.Of(exception)}";
        }
    }

    public async ValueTask DisposeAsync()
    {
        _subject = null;

        if (_sandbox is not null)
        {
            await _sandbox.DisposeAsync();
        }
    }

    private ConformanceSubject Without() => new()
    {
        CreatePlugin = generation.CreateEntry,
        Settings = SettingValues.Empty,
        CreateHttp = () => new OutboundGate(options).Open(plugin.Manifest!.AllowedHosts, _sandbox?.Origin),
        Clock = clock,
    };

    private SettingValues Settings()
    {
        var given = (_sandbox?.Ready.Settings ?? new Dictionary<string, string>()).Concat(input.Texts).Concat(input.Secrets)
            .GroupBy(value => value.Key).Select(values => values.Last()).ToLookup(value => description.Settings.Any(setting => setting.Name == value.Key && setting.Kind is SettingKind.Secret));

        return new(given[false], given[true].Select(value => KeyValuePair.Create(value.Key, new Secret(value.Value))));
    }

    private List<string> Missing(SettingValues settings) =>
    [
        .. description.Settings
            .Where(setting => setting.IsRequired && setting.DefaultValue is null && setting.Name != (_sandbox is null ? null : description.Authorization?.TokenSetting))
            .Select(setting => setting.Name)
            .Where(name => settings.Text(name) is null && settings.Secret(name) is null),
    ];

    /// <summary>Walks through the consent of a sandbox as a person's browser does; the plugin makes a token of the answer.</summary>
    private async Task<ConformanceSubject> AuthorizedAsync(ConformanceSubject subject, CancellationToken cancellationToken)
    {
        if (_sandbox is null || description.Authorization is not { } authorization || subject.Settings.Secret(authorization.TokenSetting) is not null)
        {
            return subject;
        }

        var state = Guid.NewGuid().ToString("n");
        await using var session = subject.Begin();
        using var robot = new ConsentRobot();
        var page = session.Connector.BeginAuthorization(new(subject.Settings, subject.RedirectUri, state));
        var callback = await robot.AnswerAsync(page, _sandbox.Ready.Consent, cancellationToken);
        var query = QueryHelpers.ParseQuery(callback.Query).ToDictionary(field => field.Key, field => field.Value.ToString());
        var grant = await session.Connector.CompleteAuthorizationAsync(session.Context, new AuthorizationCallback(subject.RedirectUri, query), cancellationToken);

        return subject with
        {
            Credential = grant.Credential,
            Settings = subject.Settings.With(authorization.TokenSetting, grant.Credential.AccessToken),
        };
    }
}
