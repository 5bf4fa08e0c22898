namespace Host.Sample.Runs.Retention;

/// <summary>What a rule would do now.</summary>
/// <param name="Rule">The rule.</param>
/// <param name="Kept">Runs whose rows stay.</param>
/// <param name="Pruned">Runs whose rows go.</param>
/// <param name="Versions">How many versions of rows go.</param>
/// <param name="Streams">Streams that keep theirs, because they are evidence that the service forgets.</param>
public sealed record RetentionPreview(RetentionRule Rule, IReadOnlyList<long> Kept, IReadOnlyList<long> Pruned, long Versions, IReadOnlyList<string> Streams);
