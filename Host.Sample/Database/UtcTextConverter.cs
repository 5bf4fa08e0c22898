using System.Globalization;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Host.Sample.Database;

/// <summary>Keeps a moment as <c>2026-03-01T08:00:00.000Z</c>.</summary>
public sealed class UtcTextConverter() : ValueConverter<DateTimeOffset, string>(
    value => value.UtcDateTime.ToString(Format, CultureInfo.InvariantCulture),
    text => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal))
{
    /// <summary>The form of every moment in the store.</summary>
    public const string Format = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";
}
