using Host.Sample.Database;
using Microsoft.EntityFrameworkCore;

namespace Host.Sample.Privacy;

/// <summary>Makes the filter that a connector's rows pass before they are stored.</summary>
public sealed class PrivacyFilters(IDbContextFactory<HostDatabase> databases, PrivacyKeys keys)
{
    /// <exception cref="HostException">As <see cref="PrivacyKeys.OpenAsync"/>.</exception>
    public async Task<PrivacyFilter> OpenAsync(Connector connector, CancellationToken cancellationToken)
    {
        var choice = PrivacyChoice.Of(connector);
        await using var database = await databases.CreateDbContextAsync(cancellationToken);
        var erased = await database.ErasedAccounts.Where(account => account.ConnectorId == connector.Id).Select(account => account.AccountHash).ToListAsync(cancellationToken);

        return choice == PrivacyChoice.Usual && erased.Count == 0
            ? PrivacyFilter.Usual
            : new(choice, await keys.OpenAsync(connector.Id, cancellationToken), erased.ToHashSet(StringComparer.Ordinal));
    }
}
