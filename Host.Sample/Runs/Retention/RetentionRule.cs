using System.Globalization;
using System.Text.Json;
using Host.Sample.Database;

namespace Host.Sample.Runs.Retention;

/// <summary>How long the rows of old runs are kept (<see cref="Connector.RetentionJson"/>): a run stays that either of the two lets stay. Without both, every run stays for ever.</summary>
public sealed record RetentionRule
{
    /// <summary>The highest number of either.</summary>
    public const int Most = 100_000;

    private static readonly JsonSerializerOptions Form = new(JsonSerializerDefaults.Web);

    public static RetentionRule Off { get; } = new();

    /// <summary>How many of the runs published last; null: none because of their number.</summary>
    public int? Runs { get; init; }

    /// <summary>Runs that ended at most so many days ago; null: none because of their age.</summary>
    public int? Days { get; init; }

    public bool IsOff() => Runs is null && Days is null;

    /// <summary>The rule of a connector.</summary>
    public static RetentionRule Of(Connector connector) => connector.RetentionJson is { } json ? JsonSerializer.Deserialize<RetentionRule>(json, Form) ?? Off : Off;

    /// <exception cref="HostException"><see cref="HostProblem.Invalid"/>.</exception>
    public void Check()
    {
        if (Runs is < 1 or > Most || Days is < 1 or > Most)
        {
            throw new HostException(HostProblem.Invalid, "That is no number of runs or days.", $"Give whole numbers from 1 to {Most}, or switch retention off.");
        }
    }

    /// <summary>Reads a rule that a person has typed; an empty text is none.</summary>
    /// <exception cref="HostException"><see cref="HostProblem.Invalid"/>: no whole numbers from 1 to <see cref="Most"/>.</exception>
    public static RetentionRule Read(string? runs, string? days)
    {
        // What is no number at all is refused as one that is out of range.
        RetentionRule rule = new() { Runs = Number(runs), Days = Number(days) };
        rule.Check();

        return rule;
    }

    private static int? Number(string? text) =>
        string.IsNullOrWhiteSpace(text) ? null : int.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out var number) ? number : 0;

    /// <summary>The rule in words.</summary>
    public string Words() => (Runs, Days) switch
    {
        ({ } runs, { } days) => $"the last {runs} published runs and those of the last {days} days are kept",
        ({ } runs, null) => $"the last {runs} published runs are kept",
        (null, { } days) => $"the published runs of the last {days} days are kept",
        _ => "every run is kept",
    };

    internal string? ToJson() => IsOff() ? null : JsonSerializer.Serialize(this, Form);
}
