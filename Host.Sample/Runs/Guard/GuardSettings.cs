using System.Globalization;
using System.Text.Json;
using Host.Sample.Database;
using Host.Sample.Plugins;

namespace Host.Sample.Runs.Guard;

/// <summary>When the change guard holds a connector's runs (<see cref="Connector.GuardJson"/>).</summary>
public sealed record GuardSettings
{
    /// <summary>The share in percent that people, billed seats and rows may fall by unless somebody says otherwise.</summary>
    public const int UsualShare = 20;

    private static readonly JsonSerializerOptions Form = new(JsonSerializerDefaults.Web);

    public static GuardSettings Usual { get; } = new();

    /// <summary>Whether it holds runs at all.</summary>
    public bool IsOn { get; init; } = true;

    /// <summary>The share in percent by which a number may fall without being held: 0 to 100.</summary>
    public int SharePercent { get; init; } = UsualShare;

    /// <summary>Streams with a share of their own, by id; null: the stream is not judged.</summary>
    public IReadOnlyDictionary<string, int?> Streams { get; init; } = new Dictionary<string, int?>(StringComparer.Ordinal);

    /// <summary>The settings of a connector.</summary>
    public static GuardSettings Of(Connector connector) => connector.GuardJson is { } json ? JsonSerializer.Deserialize<GuardSettings>(json, Form) ?? Usual : Usual;

    /// <summary>The share of a stream; null: it is not judged.</summary>
    public int? ShareOf(string streamId) => Streams.TryGetValue(streamId, out var share) ? share : SharePercent;

    /// <summary>What is held, in a sentence.</summary>
    public string Words() => IsOn
        ? string.Create(CultureInfo.InvariantCulture, $"A run is held when people, billed seats or a stream's rows fell by more than {SharePercent} %, when nothing is left of them, or when a stream that was complete is not.")
        : "The guard is off: every run is published, whatever it lost.";

    /// <summary>Reads a share that a person has typed.</summary>
    /// <exception cref="HostException"><see cref="HostProblem.Usage"/>: it is no whole number.</exception>
    public static int ReadShare(string text) => int.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out var share)
        ? share
        : throw new HostException(HostProblem.Usage, $"'{PluginWords.OneLine(text)}' is no share in percent.", "Give a whole number from 0, which holds every fall, to 100, which holds only what is empty.");

    internal string ToJson() => JsonSerializer.Serialize(this, Form);
}
