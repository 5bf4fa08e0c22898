namespace Host.Sample.Backups;

/// <summary>A store that was put in place.</summary>
/// <param name="Store">What is there now.</param>
/// <param name="OldStore">Where the store is that was there before; null when there was none.</param>
/// <param name="OldKeys">Where the keys are that were there before; null when they stayed, or there were none.</param>
/// <param name="CanDecrypt">Whether the keys that are there open the store's secrets; null when the store has none, or its schema is older and it was not tried.</param>
public sealed record RestoreReport(StoreInspection Store, string? OldStore, string? OldKeys, bool? CanDecrypt);
