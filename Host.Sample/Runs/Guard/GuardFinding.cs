using System.Text.Json;
using Host.Sample.Database;
using Host.Sample.Runs.Proof;

namespace Host.Sample.Runs.Guard;

/// <summary>Something that a run has lost against the published one, and for which it is held.</summary>
/// <param name="Kind">What kind of loss.</param>
/// <param name="StreamId">The stream; null where it is about the whole run.</param>
/// <param name="Before">The number in the published run.</param>
/// <param name="After">The number now.</param>
/// <param name="AllowedPercent">The share that it may fall by.</param>
/// <param name="Message">What happened, in a sentence.</param>
public sealed record GuardFinding(GuardFindingKind Kind, string? StreamId, long? Before, long? After, int? AllowedPercent, string Message)
{
    /// <summary>What the guard found when the run ended; empty: nothing to hold it for.</summary>
    public static IReadOnlyList<GuardFinding> Of(Run run) => Of(run.GuardJson);

    /// <summary>What stands in a run's record (<see cref="Run.GuardJson"/>).</summary>
    internal static IReadOnlyList<GuardFinding> Of(string json) => json is "[]" ? [] : JsonSerializer.Deserialize<List<GuardFinding>>(json, CertificateJson.Form) ?? [];
}
