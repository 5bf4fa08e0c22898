using System.Globalization;
using System.Text.Json;
using Host.Sample.Access;
using Host.Sample.Database;
using Host.Sample.EndpointServers;
using Host.Sample.Plugins;
using Microsoft.EntityFrameworkCore;
using Plugin.Abstractions;
using Plugin.Abstractions.Collection;
using Plugin.Abstractions.Settings;

namespace Host.Sample.Connectors;

/// <summary>Connectors: made, changed, removed and tested. Every door comes through here.</summary>
public sealed partial class ConnectorService(
    IDbContextFactory<HostDatabase> databases,
    PluginCatalog catalog,
    ConnectorDescriptions descriptions,
    DraftCheck drafts,
    FeatureService features,
    EndpointServerService servers,
    IConnectorOpener opener,
    PluginBorder border,
    SecretVault vault,
    AuthorizationGrants grants,
    LastChecks checks,
    IEnumerable<IInventoryRemoval> removals,
    CurrentActor current,
    AuditTrail audit,
    HostOptions options,
    TimeProvider clock,
    ILogger<ConnectorService> logger)
{
    private static readonly TimeSpan TestLimit = TimeSpan.FromMinutes(2);

    public async Task<IReadOnlyList<ConnectorView>> ListAsync(CancellationToken cancellationToken)
    {
        await using var database = await databases.CreateDbContextAsync(cancellationToken);
        var connectors = await database.Connectors.AsNoTracking().OrderBy(connector => connector.Name).ToListAsync(cancellationToken);
        var names = await database.EndpointServers.ToDictionaryAsync(server => server.Id, server => server.Name, cancellationToken);
        var secrets = (await database.ConnectorSecrets.Select(secret => new { secret.ConnectorId, secret.Name }).ToListAsync(cancellationToken))
            .ToLookup(secret => secret.ConnectorId, secret => secret.Name);

        return [.. connectors.Select(connector => View(connector, names[connector.EndpointServerId], secrets[connector.Id]))];
    }

    /// <exception cref="HostException"><see cref="HostProblem.NotFound"/>.</exception>
    public async Task<ConnectorView> GetAsync(string nameOrId, CancellationToken cancellationToken)
    {
        await using var database = await databases.CreateDbContextAsync(cancellationToken);

        return await ViewAsync(database, await FindAsync(database, nameOrId, cancellationToken), cancellationToken);
    }

    /// <exception cref="HostException"><see cref="HostProblem.Invalid"/> with findings, <see cref="HostProblem.Conflict"/>, <see cref="HostProblem.FeatureDisabled"/>, <see cref="HostProblem.PluginUnavailable"/>.</exception>
    public async Task<ConnectorView> AddAsync(ConnectorDraft draft, CancellationToken cancellationToken)
    {
        current.Require(AccessRole.Administrator);
        var pluginId = draft.PluginId ?? throw Invalid([new("pluginId", "required", "Say which plugin the connector is of.")]);
        var server = draft.EndpointServer is null ? await servers.EnsureAsync(options.EndpointServer, cancellationToken) : await servers.GetAsync(draft.EndpointServer, cancellationToken);
        await features.RequireEnabledAsync(server.Name, pluginId, cancellationToken);
        var description = await descriptions.GetAsync(pluginId, cancellationToken);
        var grant = await grants.PeekAsync(draft.AuthorizationId, pluginId, cancellationToken);
        var values = DraftCheck.Merge(SettingValues.Empty, draft, grant, description);
        Require([.. DraftCheck.Name(draft.Name ?? ""), .. await drafts.CheckAsync(pluginId, draft, values, cancellationToken)]);

        await using var database = await databases.CreateDbContextAsync(cancellationToken);
        await using var transaction = await database.Database.BeginTransactionAsync(cancellationToken);
        var now = clock.GetUtcNow();
        var connector = new Connector
        {
            Name = draft.Name!.Trim(),
            Description = draft.Description ?? "",
            PluginId = pluginId,
            EndpointServerId = server.Id,
            CreatedAt = now,
            UpdatedAt = now,
            Revision = 1,
        };
        Apply(connector, draft, values, description);
        database.Connectors.Add(connector);
        await SaveAsync(database, connector.Name, cancellationToken);
        await StoreSecretsAsync(database, connector, draft, values, description, grant, cancellationToken);
        audit.Add(database, "connector.added", connector.Name, What(draft, grant));
        await SaveAsync(database, connector.Name, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        LogSaved(connector.Id, pluginId);

        return await ViewAsync(database, connector, cancellationToken);
    }

    /// <param name="expectedRevision">The revision that the editor has seen; null changes whatever is there.</param>
    /// <inheritdoc cref="AddAsync"/>
#pragma warning disable CS1573 // The names say it.
    public async Task<ConnectorView> EditAsync(string nameOrId, ConnectorDraft draft, int? expectedRevision, CancellationToken cancellationToken)
#pragma warning restore CS1573
    {
        current.Require(AccessRole.Administrator);
        await using var database = await databases.CreateDbContextAsync(cancellationToken);
        var connector = await FindAsync(database, nameOrId, cancellationToken);
        RequireRevision(connector, expectedRevision);

        if (draft.PluginId is { } other && other != connector.PluginId)
        {
            throw Invalid([new("pluginId", "fixed", "A connector cannot change its plugin. Make a new connector instead.")]);
        }

        var description = await descriptions.GetAsync(connector.PluginId, cancellationToken);
        var grant = await grants.PeekAsync(draft.AuthorizationId, connector.PluginId, cancellationToken);
        string[] replaced = [.. draft.Secrets.Where(secret => secret.Value is not null).Select(secret => secret.Key)];
        var values = DraftCheck.Merge(await vault.ReadAsync(database, connector, replaced, cancellationToken), draft, grant, description);
        Require([.. DraftCheck.Name(draft.Name ?? connector.Name), .. await drafts.CheckAsync(connector.PluginId, draft, values, cancellationToken)]);

        await using var transaction = await database.Database.BeginTransactionAsync(cancellationToken);

        if (draft.EndpointServer is { } server)
        {
            connector.EndpointServerId = (await servers.GetAsync(server, cancellationToken)).Id;
        }

        connector.Name = (draft.Name ?? connector.Name).Trim();
        connector.Description = draft.Description ?? connector.Description;
        connector.UpdatedAt = clock.GetUtcNow();
        connector.Revision++;
        Apply(connector, draft, values, description);
        await StoreSecretsAsync(database, connector, draft, values, description, grant, cancellationToken);
        audit.Add(database, "connector.changed", connector.Name, What(draft, grant));
        await SaveAsync(database, connector.Name, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        LogSaved(connector.Id, connector.PluginId);

        return await ViewAsync(database, connector, cancellationToken);
    }

    /// <summary>Removes a connector with its secrets, runs and inventory.</summary>
    /// <exception cref="HostException"><see cref="HostProblem.NotFound"/>; <see cref="HostProblem.Conflict"/>: it is running, or was changed meanwhile.</exception>
    public async Task RemoveAsync(string nameOrId, int? expectedRevision, CancellationToken cancellationToken)
    {
        current.Require(AccessRole.Administrator);
        await using var database = await databases.CreateDbContextAsync(cancellationToken);
        var connector = await FindAsync(database, nameOrId, cancellationToken);
        RequireRevision(connector, expectedRevision);

        if (await database.Runs.AnyAsync(run => run.ConnectorId == connector.Id && (run.State == RunState.Queued || run.State == RunState.Running), cancellationToken))
        {
            throw new HostException(HostProblem.Conflict, $"The connector '{connector.Name}' is running.", "Wait for the run to end or cancel it, then remove the connector.");
        }

        foreach (var removal in removals)
        {
            await removal.RemoveAsync(connector.Id, cancellationToken);
        }

        database.Connectors.Remove(connector);
        audit.Add(database, "connector.removed", connector.Name, null);
        await SaveAsync(database, connector.Name, cancellationToken);
        checks.Forget(connector.Id);
        LogRemoved(connector.Id, connector.PluginId);
    }

    /// <summary>What is wrong with a draft of a new connector; empty when nothing is.</summary>
    /// <exception cref="HostException"><see cref="HostProblem.NotFound"/>, <see cref="HostProblem.PluginUnavailable"/>.</exception>
    public async Task<IReadOnlyList<SettingProblem>> ValidateAsync(string pluginId, ConnectorDraft draft, CancellationToken cancellationToken)
    {
        var description = await descriptions.GetAsync(pluginId, cancellationToken);
        var values = DraftCheck.Merge(SettingValues.Empty, draft, await grants.PeekAsync(draft.AuthorizationId, pluginId, cancellationToken), description);

        return [.. DraftCheck.Name(draft.Name ?? ""), .. await drafts.CheckAsync(pluginId, draft, values, cancellationToken)];
    }

    /// <summary>Asks the service what a run would get.</summary>
    /// <exception cref="HostException"><see cref="HostProblem.ConnectorFailed"/> and those of opening.</exception>
    public async Task<PreflightReport> TestAsync(string nameOrId, CancellationToken cancellationToken)
    {
        current.Require(AccessRole.Operator);
        await using var database = await databases.CreateDbContextAsync(cancellationToken);
        var connector = await FindAsync(database, nameOrId, cancellationToken);
        var nothing = new NoRun();
        await using var open = await opener.OpenAsync(connector, nothing, nothing, logger, cancellationToken);

        try
        {
            var report = await border.CallAsync(
                catalog.Require(connector.PluginId), "test the connection", TestLimit, async token => DescriptionCopy.Of(await open.Connector.PreflightAsync(open.Context, token)), cancellationToken);
            checks.Note(connector.Id, connector.Revision, report, open.Description);

            return report;
        }
        catch (HostException exception) when (exception.Problem is HostProblem.ConnectorFailed)
        {
            checks.Note(connector.Id, connector.Revision, exception);

            throw;
        }
    }

    /// <summary>A connector by its name, or else by its number.</summary>
    internal static async Task<Connector> FindAsync(HostDatabase database, string nameOrId, CancellationToken cancellationToken)
    {
        var byName = await database.Connectors.SingleOrDefaultAsync(connector => connector.Name == nameOrId, cancellationToken);

        if (byName is not null)
        {
            return byName;
        }

        return int.TryParse(nameOrId, NumberStyles.None, CultureInfo.InvariantCulture, out var id) && await database.Connectors.FindAsync([id], cancellationToken) is { } byId
            ? byId
            : throw new HostException(HostProblem.NotFound, $"There is no connector '{PluginWords.OneLine(nameOrId)}'.", "See 'connectors list' for those that are there.");
    }

    internal static HostException Invalid(IReadOnlyList<SettingProblem> findings) => new(
        HostProblem.Invalid,
        findings.Count == 1 ? findings[0].Message : $"{findings.Count} settings cannot be used: {string.Join(' ', findings.Select(finding => finding.Message))}",
        "Correct what is named and try again.")
    {
        Findings = findings,
    };

    internal static void Require(IReadOnlyList<SettingProblem> findings)
    {
        if (findings.Count > 0)
        {
            throw Invalid(findings);
        }
    }

    private static void RequireRevision(Connector connector, int? expected)
    {
        if (expected is { } revision && revision != connector.Revision)
        {
            throw ChangedMeanwhile(connector.Name);
        }
    }

    private static HostException ChangedMeanwhile(string name) =>
        new(HostProblem.Conflict, $"The connector '{name}' has been changed by somebody else meanwhile.", "Look at it as it is now and make your change again.");

    /// <summary>What a draft touches, by name; of secrets never a value.</summary>
    private static string What(ConnectorDraft draft, TakenGrant? grant)
    {
        string[] parts =
        [
            draft.Name is null ? "" : "name",
            draft.Description is null ? "" : "description",
            .. draft.Texts.Keys.Order(StringComparer.Ordinal),
            .. draft.Secrets.Where(secret => secret.Value is not null).Select(secret => $"{secret.Key} {(secret.Value!.Length > 0 ? "(secret) set" : "(secret) cleared")}").Order(StringComparer.Ordinal),
            draft.Streams is null && draft.Outcomes.Count == 0 ? "" : "streams",
            draft.FullRunEvery is null ? "" : "full run every",
            grant is null ? "" : $"{grant.TokenSetting} (secret) granted",
        ];

        return string.Join(", ", parts.Where(part => part.Length > 0));
    }

    private static void Apply(Connector connector, ConnectorDraft draft, SettingValues values, ConnectorDescription description)
    {
        var streams = draft.Outcomes.Count == 0 ? draft.Streams : StreamChoice.Of(description, draft.Outcomes, draft.Streams ?? [], null).Streams;
        connector.SettingsJson = JsonSerializer.Serialize(values.TextNames.Order(StringComparer.Ordinal).ToDictionary(name => name, name => values.Text(name)!));
        connector.StreamsJson = streams switch { null => connector.StreamsJson, [] => null, var chosen => JsonSerializer.Serialize(chosen.Distinct()) };
        connector.FullRunEvery = draft.FullRunEvery ?? connector.FullRunEvery;
        connector.SandboxOrigin = draft.SandboxOrigin switch { null => connector.SandboxOrigin, "" => null, var origin => origin };
    }

    private static async Task SaveAsync(HostDatabase database, string name, CancellationToken cancellationToken)
    {
        try
        {
            await database.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateConcurrencyException)
        {
            throw ChangedMeanwhile(name);
        }
        catch (DbUpdateException exception) when (StoreFailure.IsDuplicate(exception))
        {
            throw new HostException(HostProblem.Conflict, $"There is already a connector named '{name}'.", "Choose another name.");
        }
    }

    private async Task StoreSecretsAsync(
        HostDatabase database, Connector connector, ConnectorDraft draft, SettingValues values, ConnectorDescription description, TakenGrant? grant, CancellationToken cancellationToken)
    {
        foreach (var name in draft.Secrets.Where(pair => pair.Value is not null).Select(pair => pair.Key))
        {
            await vault.SetAsync(database, connector.Id, name, values.Secret(name)?.Reveal(), cancellationToken);
        }

        if (grant is not null)
        {
            await grants.TakeAsync(database, grant.AuthorizationId, cancellationToken);
            await vault.SetAsync(database, connector.Id, grant.TokenSetting, grant.Credential.AccessToken.Reveal(), cancellationToken);
            await vault.SetCredentialAsync(database, connector.Id, grant.Credential, cancellationToken);
        }
        else if (description.Authorization is { } authorization && draft.Secrets.GetValueOrDefault(authorization.TokenSetting) is not null)
        {
            // A token typed in or cleared by hand takes the place of the one granted.
            await vault.SetAsync(database, connector.Id, SecretVault.CredentialName, null, cancellationToken);
        }
    }

    private static async Task<ConnectorView> ViewAsync(HostDatabase database, Connector connector, CancellationToken cancellationToken)
    {
        var server = await database.EndpointServers.Where(entity => entity.Id == connector.EndpointServerId).Select(entity => entity.Name).SingleAsync(cancellationToken);
        var secrets = await database.ConnectorSecrets.Where(secret => secret.ConnectorId == connector.Id).Select(secret => secret.Name).ToListAsync(cancellationToken);

        return View(connector, server, secrets);
    }

    private static ConnectorView View(Connector connector, string server, IEnumerable<string> secrets)
    {
        var names = secrets.Order(StringComparer.Ordinal).ToList();

        return new()
        {
            Id = connector.Id,
            Name = connector.Name,
            Description = connector.Description,
            PluginId = connector.PluginId,
            EndpointServer = server,
            Texts = SecretVault.Texts(connector),
            SecretsSet = names.FindAll(name => !name.StartsWith(SecretVault.OwnPrefix, StringComparison.Ordinal)),
            IsAuthorized = names.Contains(SecretVault.CredentialName),
            Streams = connector.StreamsJson is { } streams ? JsonSerializer.Deserialize<List<string>>(streams) : null,
            FullRunEvery = connector.FullRunEvery,
            SandboxOrigin = connector.SandboxOrigin,
            PublishedRunId = connector.PublishedRunId,
            CreatedAt = connector.CreatedAt,
            UpdatedAt = connector.UpdatedAt,
            Revision = connector.Revision,
        };
    }

    [LoggerMessage(2100, LogLevel.Information, "Connector {ConnectorId} of plugin {PluginId} saved")]
    private partial void LogSaved(int connectorId, string pluginId);

    [LoggerMessage(2101, LogLevel.Information, "Connector {ConnectorId} of plugin {PluginId} removed with its secrets and inventory")]
    private partial void LogRemoved(int connectorId, string pluginId);
}
