namespace Plugin.Abstractions.Settings;

/// <summary>Something wrong with a setting, told so that a person can mend it.</summary>
/// <param name="Setting">The field's <see cref="SettingDefinition.Name"/>.</param>
/// <param name="Code">A stable word for machines: <c>bot_token</c>.</param>
/// <param name="Message">What is wrong and how to mend it, in a sentence or two. Never holds the value of a secret.</param>
public sealed record SettingProblem(string Setting, string Code, string Message);
