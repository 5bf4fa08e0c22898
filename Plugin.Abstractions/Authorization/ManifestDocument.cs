namespace Plugin.Abstractions.Authorization;

/// <summary>An application's description in a format that the service takes.</summary>
/// <param name="Format">The format's name: <c>json</c>, <c>yaml</c>.</param>
/// <param name="MediaType">Its media type: <c>application/json</c>.</param>
/// <param name="Content">The text.</param>
public sealed record ManifestDocument(string Format, string MediaType, string Content);
