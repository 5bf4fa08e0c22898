namespace Host.Sample.Web.Charts;

/// <summary>What a chart has figures of: a bar, a part of the whole, a point in time.</summary>
/// <param name="Name">Its name; may come from a service.</param>
/// <param name="Short">The same in a few letters, below the bar.</param>
/// <param name="Href">Leads to the rows; null: there are none to show.</param>
/// <param name="IsUnknown">Whether it stands for what is not known; drawn hatched, whatever its colour.</param>
/// <param name="Note">More to say of it.</param>
public sealed record ChartPlace(string Name, string Short, string? Href = null, bool IsUnknown = false, string? Note = null);

/// <summary>Figures of all places.</summary>
/// <param name="Name">What they count.</param>
/// <param name="Values">One for each place; null: not known.</param>
/// <param name="Unit">What stands behind each, such as a currency.</param>
public sealed record ChartLine(string Name, IReadOnlyList<decimal?> Values, string? Unit = null);
