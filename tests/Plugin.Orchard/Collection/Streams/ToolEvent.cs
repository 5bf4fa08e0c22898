using System.Globalization;

namespace Plugin.Orchard.Collection.Streams;

/// <summary>A tool brought in or taken away.</summary>
internal sealed record ToolEvent(OrchardGround Ground, long Number, bool IsKeyless)
{
    private static readonly string[] Tools = ["ladder", "saw", "shears", "sprayer", "press", "barrow"];

    private readonly ulong _chance = Ground.Chance(4, Number);

    public string? Id => IsKeyless ? null : string.Create(CultureInfo.InvariantCulture, $"E{Number:D6}");

    public string ToolId => string.Create(CultureInfo.InvariantCulture, $"tool-{Number % 6}");

    public string ToolName => Tools[Number % 6];

    /// <summary>Each tool comes first and may go later, by turns.</summary>
    public string Change => Number / 6 % 2 == 0 ? "added" : "removed";

    public string GrowerId => Grower.IdOf((long)(_chance % (ulong)Math.Max(1, Ground.FirstHarvests / 2)));

    public DateTimeOffset At => OrchardGround.FirstDay.AddDays(-30).AddHours(Number);
}
