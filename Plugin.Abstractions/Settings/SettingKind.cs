namespace Plugin.Abstractions.Settings;

/// <summary>What a field of the dialog takes, and so how it is drawn, stored and checked.</summary>
public enum SettingKind
{
    /// <summary>One line of text.</summary>
    Text,

    /// <summary>A secret: stored encrypted, never shown again.</summary>
    Secret,

    /// <summary>An absolute http or https address.</summary>
    Url,

    /// <summary><see langword="true"/> or <see langword="false"/>.</summary>
    Boolean,

    /// <summary>A whole number in invariant form.</summary>
    Integer,

    /// <summary>One of <see cref="SettingDefinition.Choices"/>.</summary>
    Choice,
}
