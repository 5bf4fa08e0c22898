namespace Host.Sample.Insights;

/// <summary>What is counted of an inventory's rows, as of a run: numbers only, nobody is named. A part that the plugin's columns say nothing about is null: unknown is not zero.</summary>
public sealed record InventoryFigures
{
    public AccountFigures? Accounts { get; init; }

    public SeatFigures? Seats { get; init; }

    public PlaceFigures? Spaces { get; init; }

    public PlaceFigures? Groups { get; init; }

    /// <summary>Spaces in use by owner and traffic.</summary>
    public SpaceFigures? SpaceHealth { get; init; }

    /// <summary>Groups in use by size.</summary>
    public GroupFigures? GroupHealth { get; init; }
}
