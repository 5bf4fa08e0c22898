using System.Globalization;
using Host.Sample.Web.Scope;
using Microsoft.AspNetCore.WebUtilities;

namespace Host.Sample.Web.People;

/// <summary>The address of the page about one account.</summary>
public static class PersonLink
{
    /// <param name="scope">Of which connector, as of when.</param>
    /// <param name="account">The account's id.</param>
    public static string To(InventoryScope scope, string account) => To(scope.Connector.Id, account, scope.AsOfText);

    /// <param name="connectorId">The connector.</param>
    /// <param name="account">The account's id.</param>
    /// <param name="run">As of which run.</param>
    public static string To(int connectorId, string account, long run) => To(connectorId, account, run.ToString(CultureInfo.InvariantCulture));

    /// <param name="connectorId">The connector.</param>
    /// <param name="account">The account's id.</param>
    /// <param name="asOf">A run's number or a moment; null: the published run.</param>
    public static string To(int connectorId, string account, string? asOf) => QueryHelpers.AddQueryString(
        string.Create(CultureInfo.InvariantCulture, $"/people/{connectorId}"),
        new Dictionary<string, string?> { ["account"] = account, ["asOf"] = asOf }.Where(field => field.Value is not null));
}
