using Plugin.Abstractions;

namespace Host.Sample.Insights;

/// <summary>Applications in use whose permissions reach far, and who installed them.</summary>
/// <param name="RunId">As of which run.</param>
/// <param name="StreamId">The stream that they come from; null: none tells permissions.</param>
/// <param name="Stream">The same, by its name for people.</param>
/// <param name="Looked">Applications in use.</param>
/// <param name="NotTold">Those of them whose permissions are not told.</param>
/// <param name="ByOwner">Those that reach far, by how the account stands that installed them.</param>
/// <param name="Apps">Those that reach far: installed by accounts that are gone first, then those that reach farthest.</param>
/// <param name="WhyUnknown">Why nothing can be said; null when something can.</param>
public sealed record AppRisks(
    long RunId, string? StreamId, string? Stream, long Looked, long NotTold, IReadOnlyDictionary<OwnerState, long> ByOwner, IReadOnlyList<AppRisk> Apps, string? WhyUnknown);

/// <summary>An application whose permissions reach far.</summary>
/// <param name="Key">The row's key in its stream.</param>
/// <param name="AppId">Its id.</param>
/// <param name="Name">Its name; null: not told.</param>
/// <param name="Scopes">The permissions that reach far, with what they allow.</param>
/// <param name="OwnerId">The account that installed it.</param>
/// <param name="OwnerName">That account's name.</param>
/// <param name="Owner">How that account stands.</param>
public sealed record AppRisk(string Key, string AppId, string? Name, IReadOnlyList<BroadAppScope> Scopes, string? OwnerId, string? OwnerName, OwnerState Owner);
