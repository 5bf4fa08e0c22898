namespace Host.Sample.Privacy;

/// <summary>What erasing a person would do now; nothing is changed.</summary>
/// <param name="Accounts">Ids that the inventory knows of this one person.</param>
/// <param name="Streams">Streams with rows that are deleted or no longer name the person, by name.</param>
/// <param name="Runs">Runs that are read otherwise afterwards, and whose certificates are sealed anew.</param>
public sealed record ErasurePreview(int Accounts, IReadOnlyList<ErasurePreviewStream> Streams, IReadOnlyList<long> Runs);

/// <summary>What erasing a person would do to a stream.</summary>
/// <param name="StreamId">The stream.</param>
/// <param name="Name">Its name for people.</param>
/// <param name="RowsErased">Versions of rows that are about the person and go.</param>
/// <param name="RowsChanged">Versions of other rows that stay and name the person no more.</param>
/// <param name="RowsLeft">Versions of rows of the connector that are not touched.</param>
/// <param name="Runs">Runs that see any of them.</param>
public sealed record ErasurePreviewStream(string StreamId, string Name, long RowsErased, long RowsChanged, long RowsLeft, IReadOnlyList<long> Runs);
