namespace Plugin.Abstractions.Collection;

/// <summary>What the host knows of a stream from runs before, for <see cref="IConnector.Estimate"/>.</summary>
/// <param name="StreamId">The stream.</param>
/// <param name="Rows">Its rows in the published inventory.</param>
/// <param name="LastReceived">Records that the service sent the last time that the stream was complete or partial, or <see langword="null"/> when it never was.</param>
/// <param name="LastCalls">Calls made then, or <see langword="null"/>.</param>
/// <param name="HasMark">Whether it goes on from a high-water mark this time.</param>
public sealed record StreamHistory(string StreamId, long Rows, long? LastReceived, long? LastCalls, bool HasMark);
