using System.Text.Json;
using System.Text.Json.Serialization;
using Host.Sample.Plugins;

namespace Host.Sample.Inventory;

/// <summary>The changes of types that a version declares in its <c>plugin.json</c>, under <c>migrations</c>.</summary>
internal static class ColumnMigrations
{
    private static readonly JsonSerializerOptions Form = new(JsonSerializerDefaults.Web) { Converters = { new JsonStringEnumConverter() } };

    /// <exception cref="PluginFailedException">They cannot be read.</exception>
    public static IReadOnlyList<ColumnMigration> Of(InstalledPlugin plugin)
    {
        try
        {
            var manifest = File.ReadAllBytes(Path.Combine(plugin.Folder, PluginFolderReader.ManifestName));
            IReadOnlyList<ColumnMigration?> declared = JsonSerializer.Deserialize<Part>(manifest, Form)?.Migrations ?? [];

            return [.. declared.OfType<ColumnMigration>().Where(migration => migration is { Stream: not null, Column: not null })];
        }
        catch (JsonException exception)
        {
            throw new PluginFailedException(
                $"The list 'migrations' of its plugin.json cannot be read ({exception.Path}).", "Ask the plugin's maker for a version with 'stream', 'column', 'from' and 'to' in each entry.");
        }
    }

    private sealed record Part(IReadOnlyList<ColumnMigration?>? Migrations);
}
