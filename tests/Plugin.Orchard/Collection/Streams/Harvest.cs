using System.Globalization;

namespace Plugin.Orchard.Collection.Streams;

/// <summary>A grower's work at a tree, at a time.</summary>
internal sealed record Harvest(OrchardGround Ground, long Number, bool IsKeyless)
{
    private static readonly string[] Kinds = ["picking", "pruning", "watering"];

    private readonly ulong _chance = Ground.Chance(3, Number);

    public string? Id => IsKeyless ? null : string.Create(CultureInfo.InvariantCulture, $"H{Number:D9}");

    public string GrowerId => Grower.IdOf((long)(_chance % (ulong)Math.Max(1, Ground.FirstHarvests / 2)));

    public string TreeId => string.Create(CultureInfo.InvariantCulture, $"T{(_chance >> 7) % (ulong)Ground.TreeNumbers:D7}");

    public string Kind => Kinds[(_chance >> 20) % 3];

    /// <summary>The first harvests fill the ninety days before day 0, those of a later day that day.</summary>
    public DateTimeOffset At => Number < Ground.FirstHarvests
        ? OrchardGround.FirstDay.AddDays(-90 + (90.0 * Number / Ground.FirstHarvests))
        : OrchardGround.FirstDay.AddDays(1 + ((double)(Number - Ground.FirstHarvests) / Ground.HarvestsADay));

    public decimal? Weight => Kind is "picking" ? (_chance >> 30) % 5000 / 100m : null;
}
