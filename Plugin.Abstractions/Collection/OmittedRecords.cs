namespace Plugin.Abstractions.Collection;

/// <summary>Records that were received and not kept.</summary>
/// <param name="Code">A stable word for the reason: <c>missing_key</c>.</param>
/// <param name="Message">The reason in a sentence, without personal data.</param>
/// <param name="Count">How many.</param>
public sealed record OmittedRecords(string Code, string Message, int Count);
