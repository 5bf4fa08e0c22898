namespace Plugin.Abstractions.Collection;

/// <summary>Something that a stream needs.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Name">The service's word: <c>trees:read</c>, <c>Business+</c>, <c>owner</c>.</param>
/// <param name="IsMet">Whether it is there; <see langword="null"/>: the service did not say.</param>
public sealed record PreflightNeed(PreflightNeedKind Kind, string Name, bool? IsMet);
