namespace Plugin.Abstractions;

/// <summary>Something about a connector that works now and will not for ever.</summary>
/// <param name="Code">A stable word: <c>installer_not_admin</c>.</param>
/// <param name="Message">What was found and what it will lead to, in a sentence, without personal data.</param>
/// <param name="Fix">What a person should do.</param>
public sealed record ConnectorWarning(string Code, string Message, string Fix);
