namespace Host.Sample.Webhooks;

/// <summary>When a delivery that failed is tried again: eight attempts over about a day, further and further apart, and not all webhooks at once.</summary>
/// <param name="chance">Gives a number from 0 to 1.</param>
public sealed class WebhookRetries(Func<double> chance)
{
    /// <summary>A fifth earlier to a fifth later.</summary>
    private const double Spread = 0.2;

    /// <summary>The waits after the first failure, the second and so on; the one list.</summary>
    public static IReadOnlyList<TimeSpan> Waits { get; } =
    [
        TimeSpan.FromSeconds(10),
        TimeSpan.FromMinutes(1),
        TimeSpan.FromMinutes(5),
        TimeSpan.FromMinutes(30),
        TimeSpan.FromHours(2),
        TimeSpan.FromHours(6),
        TimeSpan.FromHours(15),
    ];

    /// <summary>How often a delivery is tried.</summary>
    public static int Attempts => Waits.Count + 1;

    /// <summary>How long to wait after an attempt; null: it was the last.</summary>
    /// <param name="attempt">Which attempt failed, from 1.</param>
    public TimeSpan? After(int attempt) => attempt < Attempts ? Waits[Math.Max(attempt, 1) - 1] * (1 - Spread + (2 * Spread * chance())) : null;
}
