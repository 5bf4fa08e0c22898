using System.Globalization;
using Plugin.Abstractions.Settings;

namespace Plugin.Orchard.Settings;

/// <summary>The dialog's fields: one of every kind.</summary>
internal static class OrchardSettingDefinitions
{
    public static IReadOnlyList<SettingDefinition> All { get; } =
    [
        new()
        {
            Name = OrchardSettings.ClientId,
            Label = "Client ID",
            Help = "The id that the orchard's office gave your application; needed for Authorize.",
            Kind = SettingKind.Text,
            Order = 10,
        },
        new()
        {
            Name = OrchardSettings.ClientSecret,
            Label = "Client Secret",
            Help = "The secret that came with the client id; needed for Authorize.",
            Kind = SettingKind.Secret,
            Order = 20,
        },
        new()
        {
            Name = OrchardSettings.Token,
            Label = "Token",
            Help = "Filled in by Authorize, or typed in by hand.",
            Kind = SettingKind.Secret,
            Order = 30,
            IsRequired = true,
        },
        new()
        {
            Name = OrchardSettings.Plan,
            Label = "Plan",
            Help = "What the orchard pays for; the small plan has no tools log.",
            Kind = SettingKind.Choice,
            Order = 40,
            DefaultValue = OrchardSettings.LargePlan,
            Choices = [new(OrchardSettings.LargePlan, "Large orchard"), new(OrchardSettings.SmallPlan, "Small orchard")],
        },
        new()
        {
            Name = OrchardSettings.WithTools,
            Label = "Count tools",
            Help = "Whether the tools log is read.",
            Kind = SettingKind.Boolean,
            Order = 50,
            DefaultValue = "true",
        },
        new()
        {
            Name = OrchardSettings.ToolShed,
            Label = "Tool shed",
            Help = "The shed whose tools are counted.",
            Kind = SettingKind.Text,
            Order = 60,
            DefaultValue = "main",
            DependsOn = new(OrchardSettings.WithTools, "true"),
        },
        new()
        {
            Name = OrchardSettings.ServiceAddress,
            Label = "Service address",
            Help = "Where the orchard's office is reached; left empty, the orchard grows inside the plugin and nobody is called.",
            Kind = SettingKind.Url,
            Order = 100,
            IsAdvanced = true,
        },
        Whole(OrchardSettings.Rows, "Rows", "How many growers there are; everything else follows from it.", 110, OrchardSettings.DefaultRows),
        Whole(OrchardSettings.PageSize, "Page size", "How many rows come with a page.", 120, OrchardSettings.DefaultPageSize),
        Whole(OrchardSettings.Seed, "Seed", "The same seed grows the same orchard.", 130, 1),
        Whole(OrchardSettings.Change, "Day", "How many days have passed: each day about one grower in a hundred leaves, joins and changes.", 140, 0),
        new()
        {
            Name = OrchardSettings.WithheldScopes,
            Label = "Withheld scopes",
            Help = "Scopes that the token is to lack, separated by commas.",
            Kind = SettingKind.Text,
            Order = 150,
            IsAdvanced = true,
        },
        new()
        {
            Name = OrchardSettings.FailAt,
            Label = "Fail at",
            Help = "What is to go wrong, such as growers:3:throw; several are separated by commas.",
            Kind = SettingKind.Text,
            Order = 160,
            IsAdvanced = true,
        },
    ];

    private static SettingDefinition Whole(string name, string label, string help, int order, int defaultValue) => new()
    {
        Name = name,
        Label = label,
        Help = help,
        Kind = SettingKind.Integer,
        Order = order,
        IsAdvanced = true,
        DefaultValue = defaultValue.ToString(CultureInfo.InvariantCulture),
    };
}
