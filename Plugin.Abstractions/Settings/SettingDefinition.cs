namespace Plugin.Abstractions.Settings;

/// <summary>One field of the connector's dialog.</summary>
public sealed record SettingDefinition
{
    /// <summary>The key under which the value is stored and handed over: <c>client_id</c>. Lower case, digits and underscores; never changes.</summary>
    public required string Name { get; init; }

    /// <summary>The label beside the field: <c>Client ID</c>.</summary>
    public required string Label { get; init; }

    /// <summary>Where the value comes from and what it is for, in a sentence.</summary>
    public required string Help { get; init; }

    /// <summary>What the field takes.</summary>
    public required SettingKind Kind { get; init; }

    /// <summary>Position in the dialog, ascending.</summary>
    public required int Order { get; init; }

    /// <summary>Whether a connector cannot run without it. Default: no.</summary>
    public bool IsRequired { get; init; }

    /// <summary>Whether the dialog hides it until asked for. Default: no.</summary>
    public bool IsAdvanced { get; init; }

    /// <summary>The value used when the field is left empty, or <see langword="null"/>. Never set for secrets.</summary>
    public string? DefaultValue { get; init; }

    /// <summary>The values of <see cref="SettingKind.Choice"/>, first one first.</summary>
    public IReadOnlyList<SettingChoice> Choices { get; init; } = [];

    /// <summary>Shows the field only while another has a certain value; <see langword="null"/>: always.</summary>
    public SettingDependency? DependsOn { get; init; }
}
