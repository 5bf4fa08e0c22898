namespace Host.Sample.Conformance;

/// <summary>What a person gives besides the plugin's folder.</summary>
public sealed record ConformanceInput
{
    /// <summary>The folder of the version before; null: the next lower one beside the folder, if there is one.</summary>
    public string? Previous { get; init; }

    /// <summary>Settings that the sandbox does not give.</summary>
    public IReadOnlyDictionary<string, string> Texts { get; init; } = new Dictionary<string, string>();

    /// <summary>Secrets that the sandbox does not give.</summary>
    public IReadOnlyDictionary<string, string> Secrets { get; init; } = new Dictionary<string, string>();
}
