using System.Diagnostics;

namespace Plugin.Abstractions.Settings;

/// <summary>A value that cannot print itself: no text form, debugger view or serializer shows it. Only <see cref="Reveal"/> does.</summary>
[DebuggerDisplay("***")]
public sealed class Secret : IEquatable<Secret>
{
    private readonly string _value;

    /// <summary>Wraps a value.</summary>
    /// <param name="value">The secret text; not empty.</param>
    /// <exception cref="ArgumentException">The value is null, empty or white space.</exception>
    public Secret(string value)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(value);
        _value = value;
    }

    /// <summary>The value itself, for the one place that sends it. The caller must not store, log or show it.</summary>
    /// <returns>The text that was wrapped.</returns>
    public string Reveal() => _value;

    /// <inheritdoc/>
    public bool Equals(Secret? other) => other is not null && string.Equals(_value, other._value, StringComparison.Ordinal);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Secret);

    /// <inheritdoc/>
    public override int GetHashCode() => _value.GetHashCode(StringComparison.Ordinal);

    /// <summary>Always three stars.</summary>
    /// <returns><c>***</c></returns>
    public override string ToString() => "***";
}
