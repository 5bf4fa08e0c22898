using System.Diagnostics;

namespace Host.Sample.Telemetry;

/// <summary>The host's traces: a run, its streams, their pages, the calls that a page took. While nobody listens, none is made.</summary>
internal static class HostTraces
{
    public const string Name = HostMeter.Name;

    private const int MostOfACode = 60;

    public static readonly ActivitySource Source = new(Name, typeof(HostTraces).Assembly.GetName().Version?.ToString(3));

    /// <summary>Says that what was traced did not end well.</summary>
    /// <param name="activity">What was traced; null when nobody listens.</param>
    /// <param name="code">A code; what does not look like one may be a text that somebody wrote, and is left out.</param>
    public static void Failed(this Activity? activity, string? code)
    {
        activity?.SetStatus(ActivityStatusCode.Error);
        activity?.SetTag(TelemetryTag.Error, IsCode(code) ? code : "_OTHER");
    }

    private static bool IsCode(string? code) => code is { Length: > 0 and <= MostOfACode } && code.All(character => char.IsAsciiLetterOrDigit(character) || character is '_');
}
