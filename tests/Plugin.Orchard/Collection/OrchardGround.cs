using Plugin.Orchard.Settings;

namespace Plugin.Orchard.Collection;

/// <summary>The orchard itself: everything in it follows from rows, seed and day, so that any page can be grown at any time and none is kept.</summary>
internal sealed class OrchardGround(OrchardSettings settings, int day)
{
    private const int Period = 100;

    /// <summary>Midnight of day 0.</summary>
    public static DateTimeOffset FirstDay { get; } = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public int Day { get; } = day;

    /// <summary>How many growers joined each day after the first.</summary>
    public int JoinedADay => Math.Max(1, settings.RowCount / Period);

    public long GrowerNumbers => settings.RowCount + ((long)Day * JoinedADay);

    public long TreeNumbers => Math.Max(1, settings.RowCount / 10);

    public long FirstHarvests => 2L * settings.RowCount;

    public int HarvestsADay => Math.Max(1, settings.RowCount / 10);

    public long HarvestNumbers => FirstHarvests + ((long)Day * HarvestsADay);

    public long ToolNumbers => Math.Max(1, settings.RowCount / 20) + (2L * Day);

    /// <summary>Whether the grower has left: each day, one slot in a hundred.</summary>
    public bool HasLeft(long grower) => grower < settings.RowCount && grower % Period % 2 == 0 && grower % Period / 2 is var leaves && leaves > 0 && leaves <= Day;

    /// <summary>Whether the grower has changed since day 0: each day, one slot in a hundred.</summary>
    public bool HasChanged(long grower) => grower < settings.RowCount && grower % Period % 2 == 1 && (grower % Period) - 1 <= 2L * Day && grower % Period > 1;

    /// <summary>A number that looks like chance and is none: the same for the same seed.</summary>
    public ulong Chance(ulong salt, long number)
    {
        unchecked
        {
            var mixed = ((ulong)settings.SeedValue * 0x9E3779B97F4A7C15UL) ^ (salt << 56) ^ ((ulong)number * 0xBF58476D1CE4E5B9UL);
            mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9UL;
            mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EBUL;

            return mixed ^ (mixed >> 31);
        }
    }
}
