using Host.Sample.Access;
using Host.Sample.Database;
using Host.Sample.Inventory;
using Microsoft.EntityFrameworkCore;
using Plugin.Abstractions;
using Plugin.Abstractions.Settings;

namespace Host.Sample.Licences;

/// <summary>What a seat costs and until when it is paid for, connector by connector.</summary>
public sealed class SeatTermsService(IDbContextFactory<HostDatabase> databases, DescribeConnector describe, CurrentActor current, AuditTrail audit, TimeProvider clock)
{
    /// <exception cref="HostException"><see cref="HostProblem.NotFound"/>.</exception>
    public async Task<SeatTermsView> GetAsync(string connector, CancellationToken cancellationToken)
    {
        await using var database = await databases.CreateDbContextAsync(cancellationToken);

        var owner = ConnectorLookup.Find(database, connector);

        return await ViewAsync(owner, SeatTermsStore.Read(owner), cancellationToken);
    }

    /// <summary>Replaces the terms.</summary>
    /// <exception cref="HostException"><see cref="HostProblem.Invalid"/> with findings, <see cref="HostProblem.NotFound"/>, <see cref="HostProblem.NotAllowed"/>.</exception>
    public Task<SeatTermsView> SetAsync(string connector, SeatTerms terms, CancellationToken cancellationToken) => ChangeAsync(connector, _ => terms, cancellationToken);

    /// <summary>Changes some of the terms.</summary>
    /// <inheritdoc cref="SetAsync"/>
    public async Task<SeatTermsView> ChangeAsync(string connector, Func<SeatTerms, SeatTerms> change, CancellationToken cancellationToken)
    {
        current.Require(AccessRole.Administrator);
        await using var database = await databases.CreateDbContextAsync(cancellationToken);
        var owner = ConnectorLookup.Find(database, connector);
        var before = SeatTermsStore.Read(owner);
        var terms = change(before);
        terms = terms with { Currency = terms.Currency?.Trim().ToUpperInvariant() };
        List<SettingProblem> findings = [.. SeatTermsCheck.Check(terms, Today)];

        if (findings.Count > 0)
        {
            throw new HostException(HostProblem.Invalid, $"The terms cannot be used: {string.Join(" ", findings.Select(finding => finding.Message))}", "Correct what the findings name; nothing was changed.") { Findings = findings };
        }

        if (terms != before)
        {
            // Not through the entity: whoever edits the connector meanwhile changes other columns of it.
            var json = SeatTermsStore.Write(terms);
            await using var transaction = await database.Database.BeginTransactionAsync(cancellationToken);
            await database.Connectors.Where(entity => entity.Id == owner.Id).ExecuteUpdateAsync(set => set.SetProperty(entity => entity.TermsJson, json), cancellationToken);
            audit.Add(database, "licences.terms", owner.Name, json ?? "forgotten");
            await database.SaveChangesAsync(cancellationToken);
            await transaction.CommitAsync(cancellationToken);
        }

        return await ViewAsync(owner, terms, cancellationToken);
    }

    private DateOnly Today => DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime);

    private async Task<SeatTermsView> ViewAsync(Connector owner, SeatTerms terms, CancellationToken cancellationToken)
    {
        var rules = await RulesAsync(owner.PluginId, cancellationToken);

        return new(owner.Name, terms, LicenceViews.IdleDays(terms.IdleDays, rules), rules, [.. SeatMoney.Remarks(terms, rules, Today)]);
    }

    private async Task<SeatRules?> RulesAsync(string pluginId, CancellationToken cancellationToken)
    {
        try
        {
            return (await describe(pluginId, cancellationToken)).SeatRules;
        }
        catch (HostException exception) when (exception.Problem is HostProblem.NotFound or HostProblem.PluginUnavailable)
        {
            return null;
        }
    }
}
