using System.Collections.Frozen;
using System.Globalization;

namespace Plugin.Abstractions.Settings;

/// <summary>The values of a connector's settings: texts by name, secrets apart. Immutable; a field left empty is absent.</summary>
public sealed class SettingValues
{
    private readonly FrozenDictionary<string, string> _texts;
    private readonly FrozenDictionary<string, Secret> _secrets;

    /// <summary>Takes a copy of the values.</summary>
    /// <param name="texts">Everything that is no secret, in the form it is stored: numbers invariant, booleans <see langword="true"/>/<see langword="false"/>.</param>
    /// <param name="secrets">The secrets.</param>
    public SettingValues(IEnumerable<KeyValuePair<string, string>> texts, IEnumerable<KeyValuePair<string, Secret>> secrets)
    {
        _texts = texts.Where(pair => !string.IsNullOrWhiteSpace(pair.Value)).ToFrozenDictionary();
        _secrets = secrets.ToFrozenDictionary();
    }

    /// <summary>No values at all.</summary>
    public static SettingValues Empty { get; } = new([], []);

    /// <summary>The names of the texts that are given.</summary>
    public IReadOnlyCollection<string> TextNames => _texts.Keys;

    /// <summary>The names of the secrets that are given.</summary>
    public IReadOnlyCollection<string> SecretNames => _secrets.Keys;

    /// <summary>A text as typed, or <see langword="null"/> when not given.</summary>
    /// <param name="name">The setting's name.</param>
    /// <returns>The text, never empty.</returns>
    public string? Text(string name) => _texts.GetValueOrDefault(name);

    /// <summary>A secret, or <see langword="null"/> when not given.</summary>
    /// <param name="name">The setting's name.</param>
    /// <returns>The secret.</returns>
    public Secret? Secret(string name) => _secrets.GetValueOrDefault(name);

    /// <summary>A boolean, or <see langword="null"/> when not given or not one.</summary>
    /// <param name="name">The setting's name.</param>
    /// <returns>The value.</returns>
    public bool? Boolean(string name) => bool.TryParse(Text(name), out var value) ? value : null;

    /// <summary>A whole number, or <see langword="null"/> when not given or not one.</summary>
    /// <param name="name">The setting's name.</param>
    /// <returns>The value.</returns>
    public long? Integer(string name) =>
        long.TryParse(Text(name), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) ? value : null;

    /// <summary>A copy with one secret set.</summary>
    /// <param name="name">The setting's name.</param>
    /// <param name="secret">Its new value.</param>
    /// <returns>The copy.</returns>
    public SettingValues With(string name, Secret secret) =>
        new(_texts, _secrets.Where(pair => pair.Key != name).Append(KeyValuePair.Create(name, secret)));
}
