using System.Globalization;
using System.Text.Json;
using Host.Sample.Connectors;
using Host.Sample.Database;
using Host.Sample.Inventory;
using Host.Sample.Plugins;
using Microsoft.EntityFrameworkCore;
using Plugin.Abstractions;
using Plugin.Abstractions.Errors;
using Plugin.Abstractions.Settings;

namespace Host.Sample.Runs.Health;

/// <summary>Says how a connector fares, from what is stored and what was last asked: nothing is called, and anybody may read it.</summary>
public sealed class HealthReader(IDbContextFactory<HostDatabase> databases, SecretVault vault, ConnectorDescriptions descriptions, ScopeAdvisor advisor, LastChecks checks, TimeProvider clock)
{
    /// <summary>How long before its end a token that nobody renews is pointed out.</summary>
    public static readonly TimeSpan Notice = TimeSpan.FromDays(14);

    /// <exception cref="HostException"><see cref="HostProblem.NotFound"/>.</exception>
    public async Task<ConnectorHealth> ReadAsync(string connector, CancellationToken cancellationToken)
    {
        await using var database = await databases.CreateDbContextAsync(cancellationToken);
        var owner = ConnectorLookup.Find(database, connector);
        List<HealthFinding> findings = [];
        var description = await DescribeAsync(owner, findings, cancellationToken);
        var token = await TokenAsync(database, owner, description, findings, cancellationToken);
        var last = await database.Runs.AsNoTracking().Include(run => run.Streams)
            .Where(run => run.ConnectorId == owner.Id && run.EndedAt != null && !run.IsDryRun).OrderByDescending(run => run.Id).FirstOrDefaultAsync(cancellationToken);
        var published = await database.Runs.AsNoTracking().Where(run => run.ConnectorId == owner.Id && run.Id == owner.PublishedRunId).Select(run => new { run.Id, run.EndedAt }).FirstOrDefaultAsync(cancellationToken);
        var check = checks.Find(owner.Id);
        var drift = description is null ? null : await DriftAsync(database, owner, token, cancellationToken);

        findings.AddRange(last is null ? [] : OfRun(last, token));
        findings.AddRange(OfScopes(drift));

        if (checks.FindFailure(owner.Id) is { } failure && failure.Revision == owner.Revision && !(last?.EndedAt > failure.At))
        {
            findings.Add(new(HealthState.Broken, "check_failed", failure.Message, failure.Fix));
        }

        return new()
        {
            State = findings.Count > 0 ? findings.Max(finding => finding.State) : last is null && check is null ? HealthState.Unknown : HealthState.Good,
            Findings = [.. findings.OrderByDescending(finding => finding.State)],
            Token = token,
            Scopes = drift,
            LastPublishedRunId = published?.Id,
            LastPublishedAt = published?.EndedAt,
            LastAnswerAt = await LastAnswerAsync(database, owner, check, cancellationToken),
            LastCheck = check,
        };
    }

    private async Task<ConnectorDescription?> DescribeAsync(Connector owner, List<HealthFinding> findings, CancellationToken cancellationToken)
    {
        try
        {
            return await descriptions.GetAsync(owner.PluginId, cancellationToken);
        }
        catch (HostException exception)
        {
            findings.Add(new(HealthState.Broken, "plugin_unavailable", exception.Message, exception.Fix));

            return null;
        }
    }

    private async Task<TokenHealth> TokenAsync(HostDatabase database, Connector owner, ConnectorDescription? description, List<HealthFinding> findings, CancellationToken cancellationToken)
    {
        if (description is null)
        {
            return new(TokenState.Unknown, null, null, null, false, null);
        }

        var names = Secrets(description);

        if (names.Count == 0)
        {
            return new(TokenState.NotNeeded, null, null, null, false, null);
        }

        var stored = await database.ConnectorSecrets.AsNoTracking().Where(secret => secret.ConnectorId == owner.Id).Select(secret => new { secret.Name, secret.UpdatedAt }).ToListAsync(cancellationToken);

        if (names.FirstOrDefault(name => !stored.Exists(secret => secret.Name == name)) is { } missing)
        {
            var label = description.Settings.FirstOrDefault(setting => setting.Name == missing)?.Label ?? missing;
            findings.Add(new(HealthState.Broken, "token_not_set", $"{label} is not set, so {description.Service} lets nobody in.", description.Authorization is null ? "Edit the connector and type it in." : "Edit the connector and choose Authorize, or send a colleague a link for it."));

            return new(TokenState.NotSet, null, null, null, false, null);
        }

        var credential = stored.Find(secret => secret.Name == SecretVault.CredentialName);
        var (setAt, setBy) = await SetAsync(database, owner, names, cancellationToken);
        setAt ??= credential?.UpdatedAt ?? stored.Where(secret => names.Contains(secret.Name)).Max(secret => secret.UpdatedAt);

        try
        {
            _ = await vault.ReadAsync(database, owner, cancellationToken);
            var granted = await vault.ReadCredentialAsync(database, owner.Id, cancellationToken);

            return granted is null
                ? new(TokenState.Typed, setAt, setBy, null, false, null)
                : OfCredential(granted.ExpiresAt, granted.RefreshToken is not null, credential!.UpdatedAt, setAt.Value, setBy, findings);
        }
        catch (HostException exception)
        {
            findings.Add(new(HealthState.Broken, "token_unreadable", exception.Message, exception.Fix));

            return new(TokenState.Unreadable, setAt, setBy, null, false, null);
        }
    }

    private TokenHealth OfCredential(DateTimeOffset? end, bool isRenewable, DateTimeOffset writtenAt, DateTimeOffset setAt, string? setBy, List<HealthFinding> findings)
    {
        var now = clock.GetUtcNow();
        DateTimeOffset? renewedAt = writtenAt > setAt ? writtenAt : null;

        if (end <= now && !isRenewable)
        {
            findings.Add(new(HealthState.Broken, "token_ended", "The token has ended, and there is nothing to renew it by: no run is let in.", "Edit the connector and choose Authorize again."));

            return new(TokenState.Expired, setAt, setBy, end, false, renewedAt);
        }

        if (end - now < Notice && !isRenewable)
        {
            findings.Add(new(HealthState.Attention, "token_ends_soon", "The token ends soon, and there is nothing to renew it by.", "Edit the connector and choose Authorize again before it ends."));
        }

        return new(TokenState.Granted, setAt, setBy, end, isRenewable, renewedAt);
    }

    /// <summary>The secrets without which nobody is let in.</summary>
    private static List<string> Secrets(ConnectorDescription description) => description.Authorization is { } authorization
        ? [authorization.TokenSetting]
        : [.. description.Settings.Where(setting => setting.Kind is SettingKind.Secret && setting.IsRequired && setting.DependsOn is null).Select(setting => setting.Name)];

    // The trail knows a connector by its name; of a time before it was given this one, or of another one that had it, it tells nothing.
    private static async Task<(DateTimeOffset? At, string? By)> SetAsync(HostDatabase database, Connector owner, List<string> names, CancellationToken cancellationToken)
    {
        var entries = await database.AuditEntries.AsNoTracking()
            .Where(entry => entry.Subject == owner.Name && (entry.Action == "connector.added" || entry.Action == "connector.changed" || entry.Action == "connector.authorized") && entry.Detail != null)
            .OrderByDescending(entry => entry.Id)
            .Select(entry => new { entry.At, entry.Actor, entry.Detail })
            .ToListAsync(cancellationToken);
        var set = entries.Find(entry => entry.At >= owner.CreatedAt && names.Exists(name => entry.Detail!.Contains($"{name} (secret) set", StringComparison.Ordinal) || entry.Detail.Contains($"{name} (secret) granted", StringComparison.Ordinal)));

        return (set?.At, set?.Actor);
    }

    private static IEnumerable<HealthFinding> OfRun(Run run, TokenHealth token)
    {
        if (run.State is RunState.Failed)
        {
            var isBefore = run.Reason is FailureReason.AuthorizeAgain && token.SetAt > run.EndedAt;
            yield return isBefore
                ? new(HealthState.Attention, "not_run_since", string.Create(CultureInfo.InvariantCulture, $"Run {run.Id} was not let in; the token was set anew since, and nobody has tried it."), "Check now, or run the connector.", run.Id)
                : new(HealthState.Broken, run.Code ?? "run_failed", run.Message ?? "The last run has failed.", run.Fix ?? "Look at the run.", run.Id);
        }
        else if (run.State is RunState.Held)
        {
            yield return new(HealthState.Attention, "run_held", string.Create(CultureInfo.InvariantCulture, $"The change guard holds run {run.Id}; readers see the one before."), "Look at the run and accept or reject it.", run.Id);
        }
        else if (run.State is RunState.Published && run.Verdict() is RunVerdict.Partial)
        {
            yield return new(HealthState.Attention, "run_partial", string.Create(CultureInfo.InvariantCulture, $"Run {run.Id} is published and did not reach the end of every stream, or its counts differ."), "The run says which, why, and what to do.", run.Id);
        }

        foreach (var warning in RunWords.Warnings(run))
        {
            yield return new(HealthState.Attention, warning.Code, warning.Message, warning.Fix, run.Id);
        }
    }

    private static IEnumerable<HealthFinding> OfScopes(ScopeDrift? drift)
    {
        if (drift is { Lost.Count: > 0 })
        {
            yield return new(HealthState.Attention, "scopes_lost", $"The token had scopes that it has no longer: {string.Join(", ", drift.Lost)}.", "Find out who took them away; to have them again, authorize again.");
        }

        if (drift is { Missing.Count: > 0 })
        {
            yield return new(HealthState.Attention, "scopes_needed", $"The chosen streams need scopes that the token lacks: {string.Join(", ", drift.Missing)}. What they open is left out.", "Add them at the service and authorize again, or leave the streams out.");
        }
    }

    private async Task<ScopeDrift?> DriftAsync(HostDatabase database, Connector owner, TokenHealth token, CancellationToken cancellationToken)
    {
        var advice = await advisor.OfConnectorAsync(owner.Id.ToString(CultureInfo.InvariantCulture), [], [], asksService: false, cancellationToken);

        if (advice is not { Granted: { } granted, Missing: { } missing, Unused: { } unused })
        {
            return null;
        }

        var first = await database.Runs.AsNoTracking()
            .Where(run => run.ConnectorId == owner.Id && run.GrantedScopesJson != null && (token.SetAt == null || run.QueuedAt >= token.SetAt))
            .OrderBy(run => run.Id).Select(run => run.GrantedScopesJson).FirstOrDefaultAsync(cancellationToken);
        var then = first is null ? granted.Names : JsonSerializer.Deserialize<List<string>>(first)!;

        return new(granted.Names, granted.At, [.. then.Except(granted.Names)], [.. granted.Names.Except(then)], missing, unused);
    }

    private static async Task<DateTimeOffset?> LastAnswerAsync(HostDatabase database, Connector owner, ConnectorCheck? check, CancellationToken cancellationToken)
    {
        var answered = await database.Runs.AsNoTracking()
            .Where(run => run.ConnectorId == owner.Id && run.EndedAt != null && run.Streams.Any(stream => stream.State == StreamState.Complete || stream.State == StreamState.Partial))
            .OrderByDescending(run => run.Id).Select(run => run.EndedAt).FirstOrDefaultAsync(cancellationToken);

        return check is not null && (answered is null || check.At > answered) ? check.At : answered;
    }
}
