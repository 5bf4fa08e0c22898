using System.Globalization;

namespace Plugin.Orchard.Collection.Streams;

/// <summary>A tree that growers share.</summary>
internal sealed record Tree(OrchardGround Ground, long Number, bool IsKeyless)
{
    private static readonly string[] Sorts = ["apple", "pear", "plum", "cherry", "quince"];

    private readonly ulong _chance = Ground.Chance(2, Number);

    public string? Id => IsKeyless ? null : string.Create(CultureInfo.InvariantCulture, $"T{Number:D7}");

    public string Name => string.Create(CultureInfo.InvariantCulture, $"{Sorts[_chance % 5]} {Number}");

    public bool IsFelled => (_chance >> 4) % 10 == 0;

    public long KeeperCount => 1 + (long)((_chance >> 8) % 4);

    public DateTimeOffset PlantedAt => OrchardGround.FirstDay.AddDays(-(double)(_chance % 9_000));
}
