namespace Plugin.Abstractions.Settings;

/// <summary>One value of a choice.</summary>
/// <param name="Value">What is stored.</param>
/// <param name="Label">What people read.</param>
public sealed record SettingChoice(string Value, string Label);
