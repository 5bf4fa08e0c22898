using Host.Sample.Inventory;

namespace Host.Sample.Insights;

/// <summary>What happened to a row about an account in a run.</summary>
/// <param name="Schema">The stream's table.</param>
/// <param name="RowKey">The row's key.</param>
/// <param name="What">What happened: came, changed from what to what, went; in which run and when.</param>
/// <param name="PlaceId">The group or space that the row says the account is in; null: it is no membership.</param>
/// <param name="Place">That one's name; null: none is known.</param>
public sealed record AccountEvent(InventorySchema Schema, string RowKey, RowHistory What, string? PlaceId, string? Place);

/// <summary>Some of what happened, the latest first, and how much there is in all.</summary>
public sealed record AccountStory(long Total, IReadOnlyList<AccountEvent> Events);
