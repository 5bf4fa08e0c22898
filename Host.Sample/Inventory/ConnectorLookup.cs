using System.Globalization;
using Host.Sample.Database;

namespace Host.Sample.Inventory;

/// <summary>Finds the connector that a person means.</summary>
public static class ConnectorLookup
{
    /// <summary>The connector of a name, ignoring case, or else of an id.</summary>
    /// <exception cref="HostException"><see cref="HostProblem.NotFound"/>.</exception>
    public static Connector Find(HostDatabase database, string nameOrId)
    {
        var byName = database.Connectors.SingleOrDefault(connector => connector.Name == nameOrId);

        return byName
            ?? (int.TryParse(nameOrId, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? database.Connectors.SingleOrDefault(connector => connector.Id == id) : null)
            ?? throw new HostException(HostProblem.NotFound, $"There is no connector '{nameOrId}'.", "'connectors list' shows those that there are.");
    }
}
