namespace Plugin.Abstractions;

/// <summary>Something that people want from the inventory.</summary>
/// <param name="Id">Its id: lower case, digits, dashes, a letter first: <c>seats</c>.</param>
/// <param name="Name">Its name for people: <c>Paid seats</c>.</param>
/// <param name="Description">What it answers, in a sentence.</param>
/// <param name="Streams">The ids of the streams that it takes.</param>
/// <param name="Scopes">Scopes beyond those of the streams, for columns that it cannot do without.</param>
public sealed record OutcomeDescription(string Id, string Name, string Description, IReadOnlyList<string> Streams, IReadOnlyList<string>? Scopes = null);
