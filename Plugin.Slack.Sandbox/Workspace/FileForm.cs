namespace Plugin.Slack.Sandbox.Workspace;

/// <summary>What a file is.</summary>
/// <param name="Class">The word of <c>types</c> that selects it; null: only <c>all</c> does.</param>
/// <param name="External">Where the file really lies; null: at Slack.</param>
/// <param name="App">Number in <see cref="InstalledApps"/> of the app that shared it; null: none.</param>
internal sealed record FileForm(string Extension, string Mimetype, string Filetype, string Pretty, string Mode, string? Class, string? External = null, int? App = null)
{
    /// <summary>Those that occur often stand here more than once.</summary>
    public static readonly IReadOnlyList<FileForm> All =
    [
        new("png", "image/png", "png", "PNG", "hosted", "images"),
        new("png", "image/png", "png", "PNG", "hosted", "images"),
        new("jpg", "image/jpeg", "jpg", "JPEG", "hosted", "images"),
        new("pdf", "application/pdf", "pdf", "PDF", "hosted", "pdfs"),
        new("pdf", "application/pdf", "pdf", "PDF", "hosted", "pdfs"),
        new("docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "docx", "Word Document", "hosted", Class: null),
        new("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xlsx", "Excel Spreadsheet", "hosted", Class: null),
        new("zip", "application/zip", "zip", "Zip", "hosted", "zips"),
        new("cs", "text/plain", "csharp", "C#", "snippet", "snippets"),
        new("canvas", "application/vnd.slack-docs", "quip", "Canvas", "quip", "spaces"),
        new("gdoc", "application/vnd.google-apps.document", "gdoc", "Google Docs", "external", "gdocs", "gdrive", App: 2),
        new("gsheet", "application/vnd.google-apps.spreadsheet", "gsheet", "Google Sheets", "external", "gdocs", "gdrive", App: 2),
        new("pptx", "application/vnd.openxmlformats-officedocument.presentationml.presentation", "pptx", "PowerPoint Presentation", "external", Class: null, "dropbox"),
    ];

    /// <summary>The words of <c>types</c>.</summary>
    public static readonly IReadOnlyList<string> Classes = ["all", "spaces", "snippets", "images", "gdocs", "zips", "pdfs"];
}
