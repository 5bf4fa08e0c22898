using MudBlazor;

namespace Host.Sample.Web.Layout;

/// <summary>Colours and type. Fonts are the system's own: nothing is fetched from elsewhere.</summary>
internal static class HostTheme
{
    private static readonly string[] Fonts = ["system-ui", "-apple-system", "Segoe UI", "Roboto", "Noto Sans", "sans-serif"];

    public static MudTheme Theme { get; } = new()
    {
        PaletteLight = new PaletteLight()
        {
            Primary = "#1f5fae",
            Secondary = "#5b4b9a",
            AppbarBackground = "#14304f",
            AppbarText = "#ffffff",
            Background = "#f5f7fa",
            Surface = "#ffffff",
            DrawerBackground = "#ffffff",
            DrawerText = "#22303f",
            DrawerIcon = "#4a5a6a",
            TextPrimary = "#1c2733",
            TextSecondary = "#4d5b69",
            LinesDefault = "#dbe2ea",
            TableLines = "#dbe2ea",
            Success = "#1b7a3d",
            Warning = "#8f5a00",
            Error = "#b3261e",
            Info = "#1f5fae",
        },
        PaletteDark = new PaletteDark()
        {
            Primary = "#8ab8f2",
            PrimaryContrastText = "#0e1b2a",
            Secondary = "#b8a9f0",
            SecondaryContrastText = "#1a1430",
            AppbarBackground = "#0d1620",
            Background = "#121a23",
            Surface = "#1a242f",
            DrawerBackground = "#16202a",
            DrawerText = "#e6edf4",
            DrawerIcon = "#a9b8c7",
            TextPrimary = "#e6edf4",
            TextSecondary = "#a9b8c7",
            Success = "#7ed09a",
            SuccessContrastText = "#08210f",
            Warning = "#f0bd6a",
            WarningContrastText = "#2a1c00",
            Error = "#f2a29c",
            ErrorContrastText = "#370b08",
            Info = "#8ab8f2",
            InfoContrastText = "#0e1b2a",
        },
        Typography = new()
        {
            Default = new DefaultTypography { FontFamily = Fonts, FontSize = ".925rem" },
            Button = new ButtonTypography { FontFamily = Fonts, TextTransform = "none", FontWeight = "600" },
        },
        LayoutProperties = new() { DefaultBorderRadius = "8px", DrawerWidthLeft = "250px" },
    };
}
