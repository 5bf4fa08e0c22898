namespace Host.Sample.Connectors;

/// <summary>Removes what was collected by a connector that is being removed.</summary>
public interface IInventoryRemoval
{
    /// <summary>Deletes the connector's inventory rows; called before the connector itself is deleted.</summary>
    Task RemoveAsync(int connectorId, CancellationToken cancellationToken);
}
