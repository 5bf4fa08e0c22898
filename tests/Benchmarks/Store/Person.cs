using System.Globalization;

namespace Benchmarks.Store;

/// <summary>A record as wide as a person of a real service: 25 fields, about 300 bytes.</summary>
internal sealed record Person(int Number, int Version)
{
    private static readonly DateTimeOffset Epoch = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    // Not in the order of their numbers, as ids are not in the order in which a service lists them.
    public string Id { get; } = string.Create(CultureInfo.InvariantCulture, $"U{(uint)(Number * 2654435761u):X8}{Number:X6}");

    public string Team { get; } = "T024BE7LH";

    public string Name { get; } = string.Create(CultureInfo.InvariantCulture, $"person.{Number}");

    public string RealName { get; } = string.Create(CultureInfo.InvariantCulture, $"Person Zoë Number {Number}");

    public string Email { get; } = string.Create(CultureInfo.InvariantCulture, $"person.{Number}@company.example");

    public string Title { get; } = string.Create(CultureInfo.InvariantCulture, $"Engineer {Version}");

    public string? Phone => Number % 3 == 0 ? "+49 30 123456" : null;

    public string Zone { get; } = "Europe/Berlin";

    public long ZoneOffset { get; } = 3600;

    public bool IsEven => Number % 2 == 0;

    public DateTimeOffset Updated => Epoch.AddSeconds(Number);

    public decimal Share => Number / 100m;
}
