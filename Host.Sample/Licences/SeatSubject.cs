using Host.Sample.Database;

namespace Host.Sample.Licences;

/// <summary>An account or a group that could be left out of reclaim reports.</summary>
/// <param name="Kind">Which of the two.</param>
/// <param name="Id">Its id at the service.</param>
/// <param name="Name">Under which name people know it; null: none is known.</param>
/// <param name="Detail">What tells it from others of the same name: an account's e-mail address; null: nothing.</param>
public sealed record SeatSubject(SeatExclusionKind Kind, string Id, string? Name, string? Detail);
