namespace Plugin.Abstractions.Settings;

/// <summary>A condition on another field.</summary>
/// <param name="Setting">The other field's <see cref="SettingDefinition.Name"/>.</param>
/// <param name="Value">The value it must have.</param>
public sealed record SettingDependency(string Setting, string Value);
