using Plugin.Abstractions.Collection;

namespace BadPlugin.Chameleon;

/// <summary>What chameleon.json may say.</summary>
internal sealed record Looks
{
    public StreamMode Mode { get; set; } = StreamMode.Snapshot;

    public IReadOnlyList<Column> Columns { get; set; } = [new("id", ColumnType.Text, true), new("seats", ColumnType.Text)];

    public int Rows { get; set; } = 3;

    /// <summary>A setting that must be there.</summary>
    public string? Needs { get; set; }

    public Conduct Conduct { get; set; }

    /// <summary>What it does when it is asked about settings: a name of <see cref="Habits"/>'.</summary>
    public string? Habit { get; set; }
}

/// <summary>A column of the one stream.</summary>
internal sealed record Column(string Name, ColumnType Type, bool IsKey = false);
