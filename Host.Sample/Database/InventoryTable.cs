namespace Host.Sample.Database;

/// <summary>A stream's table in the store, remembered so that the inventory can be read without its plugin.</summary>
public sealed class InventoryTable
{
    public required string PluginId { get; set; }

    public required string StreamId { get; set; }

    /// <summary>The table's name: <c>orchard_trees</c>.</summary>
    public required string TableName { get; set; }

    /// <summary>The stream's description as of the last run that used the table, as JSON.</summary>
    public required string DescriptionJson { get; set; }
}
