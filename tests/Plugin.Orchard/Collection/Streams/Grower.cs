using System.Globalization;

namespace Plugin.Orchard.Collection.Streams;

/// <summary>A person who works in the orchard.</summary>
internal sealed record Grower(OrchardGround Ground, long Number, bool IsKeyless)
{
    private static readonly string[] Types = ["picker", "pruner", "head_grower", "guest"];
    private static readonly string[] FirstNames = ["Ada", "Bo", "Cleo", "Dov", "Edda", "Finn", "Gro", "Hana"];
    private static readonly string[] LastNames = ["Apple", "Bramley", "Cox", "Damson", "Elder", "Fig", "Gage", "Hazel"];

    private readonly ulong _chance = Ground.Chance(1, Number);

    public string? Id => IsKeyless ? null : IdOf(Number);

    public string Name => $"{FirstNames[_chance % 8]} {LastNames[(_chance >> 3) % 8]}";

    /// <summary>One in eight shows none.</summary>
    public string? Email => (_chance >> 6) % 8 == 0 ? null : string.Create(CultureInfo.InvariantCulture, $"grower{Number}@orchard.example");

    public string Type => Ground.HasChanged(Number) ? "head_grower" : Types[(_chance >> 9) % 4];

    public string Status => (_chance >> 11) % 16 == 0 ? "deactivated" : (_chance >> 11) % 16 == 1 ? "invited" : "active";

    public bool HasPaidSeat => Status is "active" && Type is not "guest";

    public decimal Wage => 1000 + (_chance % 200_000 / 100m);

    public DateTimeOffset JoinedAt => OrchardGround.FirstDay.AddHours(-(double)(_chance % 20_000));

    public string Baskets => string.Create(CultureInfo.InvariantCulture, $$"""{"small":{{_chance % 5}},"large":{{_chance % 3}}}""");

    public static string IdOf(long number) => string.Create(CultureInfo.InvariantCulture, $"G{number:D8}");
}
