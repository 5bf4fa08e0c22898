using Plugin.Abstractions.Collection;

namespace Host.Sample.Inventory;

/// <summary>Stands between the fields of a plugin's rows and the buffer that they are stored from.</summary>
public interface IRowFilter
{
    /// <summary>Begins a row.</summary>
    /// <param name="row">Where its fields go.</param>
    /// <returns>What the plugin writes into.</returns>
    IFieldWriter Begin(IFieldWriter row);

    /// <summary>Whether the row that was just written may be stored.</summary>
    bool IsKept { get; }
}
