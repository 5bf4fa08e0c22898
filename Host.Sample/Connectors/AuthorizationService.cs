using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Host.Sample.Access;
using Host.Sample.Database;
using Host.Sample.EndpointServers;
using Host.Sample.Logs;
using Host.Sample.Plugins;
using Microsoft.EntityFrameworkCore;
using Plugin.Abstractions;
using Plugin.Abstractions.Authorization;
using Plugin.Abstractions.Settings;
using Secret = Plugin.Abstractions.Settings.Secret;

namespace Host.Sample.Connectors;

/// <summary>Consent: begun for a saved connector or a draft, ended by the callback, each state good for one answer.</summary>
public sealed partial class AuthorizationService(
    IDbContextFactory<HostDatabase> databases,
    PluginCatalog catalog,
    LoadedPlugins plugins,
    ConnectorDescriptions descriptions,
    DraftCheck drafts,
    FeatureService features,
    SampleSandboxes samples,
    ConnectorOpener opener,
    PluginBorder border,
    SecretVault vault,
    AuthorizationGrants grants,
    OutboundGate gate,
    KnownSecrets known,
    CallbackAddress callbacks,
    CurrentActor current,
    AuditTrail audit,
    HostOptions options,
    TimeProvider clock,
    ILogger<AuthorizationService> logger)
{
    private const int StateBytes = 32;
    private const int LongValue = 24;

    private static readonly TimeSpan GoodFor = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan KeptFor = TimeSpan.FromDays(1);
    private static readonly TimeSpan ExchangeLimit = TimeSpan.FromMinutes(1);

    /// <summary>Begins a consent for a saved connector; the grant goes straight to it.</summary>
    /// <exception cref="HostException"><see cref="HostProblem.NotFound"/>, <see cref="HostProblem.Invalid"/>, <see cref="HostProblem.FeatureDisabled"/>, <see cref="HostProblem.PluginUnavailable"/>.</exception>
    public Task<AuthorizationStart> BeginAsync(string nameOrId, CancellationToken cancellationToken)
    {
        current.Require(AccessRole.Administrator);

        return BeginSavedAsync(nameOrId, isByColleague: false, cancellationToken);
    }

    /// <summary>Begins a consent for a saved connector that is being changed: with the changes, which are not saved. Its owner takes the grant by the id that is given back.</summary>
    /// <inheritdoc cref="BeginAsync(string, CancellationToken)"/>
    public async Task<AuthorizationStart> BeginAsync(string nameOrId, ConnectorDraft draft, CancellationToken cancellationToken)
    {
        current.Require(AccessRole.Administrator);
        var (connector, server, stored) = await ReadAsync(nameOrId, cancellationToken);
        var values = DraftCheck.Merge(stored, draft, null, await descriptions.GetAsync(connector.PluginId, cancellationToken));

        return await BeginAsync(connector.PluginId, new(draft.EndpointServer ?? server, connector.SandboxOrigin, values), null, draft, cancellationToken);
    }

    /// <summary>Begins a consent for a connector that is not saved; its owner takes the grant by the id that is given back.</summary>
    /// <inheritdoc cref="BeginAsync(string, CancellationToken)"/>
    public async Task<AuthorizationStart> BeginAsync(ConnectorDraft draft, CancellationToken cancellationToken)
    {
        current.Require(AccessRole.Administrator);
        var pluginId = draft.PluginId ?? throw ConnectorService.Invalid([new("pluginId", "required", "Say which plugin the connector is of.")]);
        var description = await descriptions.GetAsync(pluginId, cancellationToken);
        var values = DraftCheck.Merge(SettingValues.Empty, draft, null, description);

        return await BeginAsync(pluginId, new(draft.EndpointServer ?? options.EndpointServer, draft.SandboxOrigin, values), null, draft, cancellationToken);
    }

    /// <exception cref="HostException"><see cref="HostProblem.NotFound"/>.</exception>
    public async Task<AuthorizationStatus> StatusAsync(Guid id, CancellationToken cancellationToken)
    {
        await using var database = await databases.CreateDbContextAsync(cancellationToken);
        var session = await database.AuthorizationSessions.AsNoTracking().SingleOrDefaultAsync(entity => entity.Id == id, cancellationToken) ?? throw Unknown();

        return new(session.Id, session.PluginId, session.ConnectorId, session.State, session.ExpiresAt <= clock.GetUtcNow(), session.ExpiresAt, session.Message, session.Fix);
    }

    /// <summary>Takes what the service sent to a callback. Refusals and failures are outcomes, because a person is looking at the page.</summary>
    /// <param name="callbackName">The last part of the path.</param>
    /// <param name="query">The query's fields, decoded. A field given twice must not be among them.</param>
    /// <param name="cancellationToken">Ends the exchange.</param>
    /// <exception cref="HostException"><see cref="HostProblem.NotFound"/>: no enabled feature has this callback; <see cref="HostProblem.FeatureDisabled"/>.</exception>
    public async Task<AuthorizationOutcome> CompleteAsync(string callbackName, IReadOnlyDictionary<string, string> query, CancellationToken cancellationToken)
    {
        var offering = await OfferingAsync(callbackName, cancellationToken);
        await using var database = await databases.CreateDbContextAsync(cancellationToken);
        var (session, refusal) = await FindAsync(database, offering, query.GetValueOrDefault("state"), cancellationToken);

        if (session is null || !await TryClaimAsync(database, session, cancellationToken))
        {
            LogRefused(callbackName, refusal ?? "reused");

            return Refused(refusal ?? "reused");
        }

        // Codes are long or named so; 'access_denied' and its like may be read in the log.
        foreach (var value in query.Where(field => field.Key is "code" || field.Value.Length >= LongValue).Select(field => field.Value))
        {
            known.Add(value);
        }

        try
        {
            return await ExchangeAsync(database, session, query, cancellationToken);
        }
        catch (HostException exception)
        {
            await EndAsync(database, session.Id, AuthorizationState.Failed, exception.Message, exception.Fix, null);
            LogFailed(session.PluginId, exception.Message);

            return new() { IsGranted = false, Title = "Not authorized", Message = exception.Message, NextStep = exception.Fix };
        }
        catch (OperationCanceledException)
        {
            await EndAsync(database, session.Id, AuthorizationState.Failed, "The exchange was broken off.", "Authorize again.", null);

            throw;
        }
    }

    /// <summary>As <see cref="BeginAsync(string, CancellationToken)"/>; what a colleague is shown after consent does not hold the token.</summary>
    internal async Task<AuthorizationStart> BeginSavedAsync(string nameOrId, bool isByColleague, CancellationToken cancellationToken)
    {
        var (connector, server, values) = await ReadAsync(nameOrId, cancellationToken);

        return await BeginAsync(connector.PluginId, new(server, connector.SandboxOrigin, values, isByColleague), connector.Id, new(), cancellationToken);
    }

    /// <summary>Refuses a saved connector for which no consent could begin.</summary>
    internal async Task RequireReadyAsync(string nameOrId, CancellationToken cancellationToken)
    {
        var (connector, server, values) = await ReadAsync(nameOrId, cancellationToken);
        await RequireReadyAsync(connector.PluginId, server, values, new(), cancellationToken);
    }

    internal static HostException Unknown() => new(HostProblem.NotFound, "There is no such authorization.", "It may have been long ago; begin a new one.");

    private static byte[] Hash(string state) => SHA256.HashData(Encoding.UTF8.GetBytes(state));

    private static string[] Place(Guid id) => ["authorization", id.ToString("N"), "settings"];

    private static AuthorizationOutcome Refused(string refusal) => new()
    {
        IsGranted = false,
        IsRefused = true,
        Title = "This answer was not accepted",
        Message = refusal switch
        {
            "missing" => "The address that was opened carries no state, so it cannot be told which authorization it answers.",
            "expired" => "This authorization was begun too long ago.",
            "reused" => "This authorization has been answered already. Each one can be answered once.",
            _ => "No authorization that waits here was begun with this state. The link may have been forged or altered, or belong to another host.",
        },
        NextStep = "Nothing was changed. Close this page, open the connector and choose Authorize again.",
    };

    private async Task<(Connector Connector, string Server, SettingValues Values)> ReadAsync(string nameOrId, CancellationToken cancellationToken)
    {
        await using var database = await databases.CreateDbContextAsync(cancellationToken);
        var connector = await samples.WakeAsync(await ConnectorService.FindAsync(database, nameOrId, cancellationToken), cancellationToken);
        var server = await database.EndpointServers.Where(entity => entity.Id == connector.EndpointServerId).Select(entity => entity.Name).SingleAsync(cancellationToken);

        return (connector, server, await vault.ReadAsync(database, connector, cancellationToken));
    }

    private async Task RequireReadyAsync(string pluginId, string server, SettingValues values, ConnectorDraft draft, CancellationToken cancellationToken)
    {
        await features.RequireEnabledAsync(server, pluginId, cancellationToken);
        await features.RequireEnabledAsync(options.EndpointServer, pluginId, cancellationToken);
        var description = await descriptions.GetAsync(pluginId, cancellationToken);
        var authorization = description.Authorization
            ?? throw new HostException(HostProblem.Invalid, $"Connectors of the plugin '{pluginId}' have no authorize step.", "Type the connector's settings in instead.");
        ConnectorService.Require(await FindingsAsync(pluginId, draft, values, description, authorization, cancellationToken));
    }

    private async Task<AuthorizationStart> BeginAsync(string pluginId, Begun begun, int? connectorId, ConnectorDraft draft, CancellationToken cancellationToken)
    {
        await RequireReadyAsync(pluginId, begun.Server, begun.Values, draft, cancellationToken);
        var state = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(StateBytes));
        known.Add(state);
        await using var session = await plugins.OpenAsync(pluginId, cancellationToken);
        var redirect = callbacks.For(session.Manifest.AuthorizationCallback!);
        var connector = session.Connector;
        var consentUrl = await border.AskAsync(
            session.Plugin, "begin an authorization", () => connector.BeginAuthorization(new(begun.Values, redirect, state)).AbsoluteUri, cancellationToken);

        if (gate.Refusal(new(consentUrl), session.Manifest.AllowedHosts, begun.SandboxOrigin) is { } refusal)
        {
            throw new HostException(HostProblem.Invalid, $"The consent page lies where this plugin may not reach. {refusal}", "Correct the connector's settings; for an own test service, add its origin to the host's allowed origins.");
        }

        return await RememberAsync(begun, pluginId, connectorId, redirect, state, consentUrl, cancellationToken);
    }

    private async Task<IReadOnlyList<SettingProblem>> FindingsAsync(
        string pluginId, ConnectorDraft draft, SettingValues values, ConnectorDescription description, AuthorizationDescription authorization, CancellationToken cancellationToken)
    {
        var missing = authorization.RequiredSettings
            .Where(name => values.Text(name) is null && values.Secret(name) is null)
            .Select(name => new SettingProblem(name, "required", $"{description.Settings.First(setting => setting.Name == name).Label} is empty; it is needed before consent can begin."))
            .ToList();
        var others = await drafts.CheckAsync(pluginId, draft, values, cancellationToken);

        // The token is what the consent is for.
        return [.. missing, .. others.Where(finding => finding.Setting != authorization.TokenSetting && !missing.Exists(known => known.Setting == finding.Setting))];
    }

    private async Task<AuthorizationStart> RememberAsync(Begun begun, string pluginId, int? connectorId, Uri redirect, string state, string consentUrl, CancellationToken cancellationToken)
    {
        var id = Guid.NewGuid();
        var now = clock.GetUtcNow();
        await using var database = await databases.CreateDbContextAsync(cancellationToken);
        var old = now - KeptFor;
        await database.AuthorizationSessions.Where(session => session.ExpiresAt < old).ExecuteDeleteAsync(cancellationToken);
        await database.AuthorizationSessions
            .Where(session => session.ExpiresAt < now && session.ProtectedGrant != null)
            .ExecuteUpdateAsync(set => set.SetProperty(session => session.ProtectedGrant, (byte[]?)null), cancellationToken);
        database.AuthorizationSessions.Add(new()
        {
            Id = id,
            StateHash = Hash(state),
            PluginId = pluginId,
            ConnectorId = connectorId,
            RedirectUri = redirect.AbsoluteUri,
            ProtectedSettings = vault.Protect(begun.Write(), Place(id)),
            CreatedAt = now,
            ExpiresAt = now + GoodFor,
            State = AuthorizationState.Waiting,
        });
        await database.SaveChangesAsync(cancellationToken);
        LogBegun(pluginId, id);

        return new(id, consentUrl, now + GoodFor);
    }

    /// <summary>The plugins that have this callback and are enabled on this server.</summary>
    private async Task<IReadOnlyList<InstalledPlugin>> OfferingAsync(string callbackName, CancellationToken cancellationToken)
    {
        var having = catalog.List().Where(plugin => plugin.IsAvailable && plugin.Manifest!.AuthorizationCallback == callbackName).ToList();
        List<InstalledPlugin> enabled = [];

        foreach (var plugin in having)
        {
            if (await features.IsEnabledAsync(options.EndpointServer, plugin.Id, cancellationToken))
            {
                enabled.Add(plugin);
            }
        }

        if (enabled.Count == 0 && having.Count > 0)
        {
            await features.RequireEnabledAsync(options.EndpointServer, having[0].Id, cancellationToken);
        }

        return enabled.Count > 0 ? enabled : throw new HostException(HostProblem.NotFound, "No installed plugin has a callback of this name.", "Check the redirect address that the service was given, and see 'plugins list'.");
    }

    private async Task<(AuthorizationSession? Session, string? Refusal)> FindAsync(HostDatabase database, IReadOnlyList<InstalledPlugin> offering, string? state, CancellationToken cancellationToken)
    {
        if (string.IsNullOrEmpty(state))
        {
            return (null, "missing");
        }

        var hash = Hash(state);
        var session = await database.AuthorizationSessions.AsNoTracking().SingleOrDefaultAsync(entity => entity.StateHash == hash, cancellationToken);

        if (session is null || !CryptographicOperations.FixedTimeEquals(session.StateHash, hash))
        {
            return (null, "unknown");
        }

        return !offering.Any(plugin => plugin.Id == session.PluginId) ? (null, "of another plugin")
            : session.State is not AuthorizationState.Waiting ? (null, "reused")
            : session.ExpiresAt <= clock.GetUtcNow() ? (null, "expired")
            : (session, null);
    }

    /// <summary>Uses the state up; of two answers at the same instant, one wins.</summary>
    private static async Task<bool> TryClaimAsync(HostDatabase database, AuthorizationSession session, CancellationToken cancellationToken) =>
        await database.AuthorizationSessions
            .Where(entity => entity.Id == session.Id && entity.State == AuthorizationState.Waiting)
            .ExecuteUpdateAsync(set => set.SetProperty(entity => entity.State, AuthorizationState.Exchanging), cancellationToken) == 1;

    private async Task<AuthorizationOutcome> ExchangeAsync(HostDatabase database, AuthorizationSession session, IReadOnlyDictionary<string, string> query, CancellationToken cancellationToken)
    {
        var begun = Begun.Read(vault.Unprotect(session.ProtectedSettings, Place(session.Id)));
        await features.RequireEnabledAsync(begun.Server, session.PluginId, cancellationToken);
        var nothing = new NoRun();
        await using var open = await opener.OpenAsync(session.PluginId, begun.SandboxOrigin, begun.Values, new DraftCredentials(), nothing, nothing, logger, cancellationToken);
        var callback = new AuthorizationCallback(new(session.RedirectUri), query);
        var grant = await border.CallAsync(
            catalog.Require(session.PluginId),
            "complete an authorization",
            ExchangeLimit,
            async token => DescriptionCopy.Of(await open.Connector.CompleteAuthorizationAsync(open.Context, callback, token)),
            cancellationToken);
        var tokenSetting = open.Description.Authorization!.TokenSetting;

        if (session.ConnectorId is { } connectorId)
        {
            await GiveAsync(database, connectorId, tokenSetting, grant.Credential, CancellationToken.None);
            await EndAsync(database, session.Id, AuthorizationState.Granted, null, null, null);
        }
        else
        {
            await EndAsync(database, session.Id, AuthorizationState.Granted, null, null, grants.Keep(session.Id, tokenSetting, grant.Credential));
        }

        LogGranted(session.PluginId, session.Id, grant.GrantedScopes.Count, grant.MissingScopes.Count);

        return new()
        {
            IsGranted = true,
            Title = "Authorized",
            Message = $"{open.Description.Service} has given access to {PluginWords.OneLine(grant.TenantName ?? grant.TenantId)}.",
            NextStep = session.ConnectorId is null ? "Go back to the connector and save it." : "The connector has the token already. You can close this page.",
            Token = begun.IsByColleague ? null : new(grant.Credential.AccessToken.Reveal()),
            TokenLabel = open.Description.Settings.First(setting => setting.Name == tokenSetting).Label,
            MissingScopes = grant.MissingScopes,
        };
    }

    private async Task GiveAsync(HostDatabase database, int connectorId, string tokenSetting, Credential credential, CancellationToken cancellationToken)
    {
        var connector = await database.Connectors.FindAsync([connectorId], cancellationToken) ?? throw Unknown();
        connector.UpdatedAt = clock.GetUtcNow();
        connector.Revision++;
        await vault.SetAsync(database, connectorId, tokenSetting, credential.AccessToken.Reveal(), cancellationToken);
        await vault.SetCredentialAsync(database, connectorId, credential, cancellationToken);
        audit.Add(database, "connector.authorized", connector.Name, $"{tokenSetting} (secret) granted by consent");
        await database.SaveChangesAsync(cancellationToken);
    }

    /// <summary>Writes the end down whoever has gone meanwhile: the code is used up.</summary>
    private async Task EndAsync(HostDatabase database, Guid id, AuthorizationState state, string? message, string? fix, byte[]? grant)
    {
        var expires = clock.GetUtcNow() + GoodFor;
        await database.AuthorizationSessions.Where(session => session.Id == id).ExecuteUpdateAsync(
            set => set
                .SetProperty(session => session.State, state)
                .SetProperty(session => session.Message, message)
                .SetProperty(session => session.Fix, fix)
                .SetProperty(session => session.ProtectedSettings, Array.Empty<byte>())
                .SetProperty(session => session.ProtectedGrant, grant)
                .SetProperty(session => session.ExpiresAt, expires),
            CancellationToken.None);
    }

    [LoggerMessage(2200, LogLevel.Information, "Authorization {AuthorizationId} begun for plugin {PluginId}")]
    private partial void LogBegun(string pluginId, Guid authorizationId);

    [LoggerMessage(2201, LogLevel.Information, "Authorization {AuthorizationId} of plugin {PluginId} granted: {GrantedCount} scopes, {MissingCount} missing")]
    private partial void LogGranted(string pluginId, Guid authorizationId, int grantedCount, int missingCount);

    [LoggerMessage(2202, LogLevel.Warning, "An answer to the callback {CallbackName} was refused: its state is {Refusal}")]
    private partial void LogRefused(string callbackName, string refusal);

    [LoggerMessage(2203, LogLevel.Warning, "An authorization of plugin {PluginId} failed: {Failure}")]
    private partial void LogFailed(string pluginId, string failure);

    /// <summary>What an authorization began with, in the form in which it is encrypted.</summary>
    private sealed record Begun(string Server, string? SandboxOrigin, SettingValues Values, bool IsByColleague = false)
    {
        public byte[] Write() => JsonSerializer.SerializeToUtf8Bytes(new Stored(
            Server,
            SandboxOrigin,
            Values.TextNames.ToDictionary(name => name, name => Values.Text(name)!),
            Values.SecretNames.ToDictionary(name => name, name => Values.Secret(name)!.Reveal()),
            IsByColleague));

        public static Begun Read(byte[] json)
        {
            var stored = JsonSerializer.Deserialize<Stored>(json)!;

            return new(stored.Server, stored.SandboxOrigin, new(stored.Texts, stored.Secrets.Select(pair => KeyValuePair.Create(pair.Key, new Secret(pair.Value)))), stored.IsByColleague);
        }

        private sealed record Stored(string Server, string? SandboxOrigin, Dictionary<string, string> Texts, Dictionary<string, string> Secrets, bool IsByColleague);
    }
}
