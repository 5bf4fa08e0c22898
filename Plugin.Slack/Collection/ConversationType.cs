namespace Plugin.Slack.Collection;

/// <summary>A type of conversations.</summary>
/// <param name="Type">Slack's word: <c>public_channel</c>.</param>
/// <param name="Scope">The scope that opens it.</param>
/// <param name="Name">The words for people: <c>public channels</c>.</param>
internal sealed record ConversationType(string Type, string Scope, string Name);
