namespace Plugin.Slack.Sandbox.Consent;

/// <summary>Why no consent can be asked for.</summary>
internal sealed record ConsentError(string Code, string Sentence);
