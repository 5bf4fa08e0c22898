using Plugin.Abstractions;
using Plugin.Abstractions.Collection;

namespace Host.Sample.Conformance;

/// <summary>What of a new version's streams would damage what an old one has stored. Columns that come or go damage nothing.</summary>
internal static class SchemaChange
{
    public static IReadOnlyList<string> Find(ConnectorDescription before, ConnectorDescription after) =>
    [
        .. before.Streams.SelectMany(old => after.Streams.FirstOrDefault(stream => stream.Id == old.Id) is { } stream ? Stream(old, stream) : []),
        .. before.Settings.SelectMany(old => after.Settings.Where(setting => setting.Name == old.Name && setting.Kind != old.Kind)
            .Select(setting => $"The setting {old.Name} was {old.Kind} and is {setting.Kind}: what connectors have saved in it would no longer fit. Give it a new name.")),
        .. after.Settings.Where(setting => setting.IsRequired && setting.DefaultValue is null && before.Settings.All(old => old.Name != setting.Name))
            .Select(setting => $"The setting {setting.Name} is new and required, without a default: no connector that is there would run on."),
    ];

    private static IEnumerable<string> Stream(StreamDescription before, StreamDescription after)
    {
        foreach (var old in before.Columns)
        {
            if (after.Columns.FirstOrDefault(column => column.Name == old.Name) is { } column && column.Type != old.Type)
            {
                yield return $"The column {before.Id}.{old.Name} was {old.Type} and is {column.Type}: give the new one a new name.";
            }
        }

        if (!Keys(before).SequenceEqual(Keys(after)))
        {
            yield return $"The key of {before.Id} was ({string.Join(", ", Keys(before))}) and is ({string.Join(", ", Keys(after))}): every row would be another one. Give the stream a new id.";
        }

        if (before.Mode != after.Mode)
        {
            yield return $"The stream {before.Id} was of the mode {before.Mode} and is {after.Mode}: give it a new id.";
        }
    }

    private static IEnumerable<string> Keys(StreamDescription stream) => stream.Columns.Where(column => column.Meaning.IsKey).Select(column => column.Name);
}
