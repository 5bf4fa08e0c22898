namespace Host.Sample.Licences;

/// <summary>A column of an export.</summary>
/// <param name="Name">Its heading.</param>
/// <param name="Value">Its value: text, number, moment, day, truth or null.</param>
internal sealed record ExportColumn<T>(string Name, Func<T, object?> Value);
