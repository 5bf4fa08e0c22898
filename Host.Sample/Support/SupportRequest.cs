using System.Globalization;

namespace Host.Sample.Support;

/// <summary>What goes into a bundle.</summary>
/// <param name="Connector">The one connector that it is about; null: all of them.</param>
/// <param name="Days">How many days back the log goes.</param>
public sealed record SupportRequest(string? Connector = null, int Days = SupportRequest.UsualDays)
{
    public const int UsualDays = 7;

    public const int MostDays = 90;

    /// <summary>The usual name of a bundle's file.</summary>
    public static string NameOf(DateTimeOffset now) => string.Create(CultureInfo.InvariantCulture, $"support-{now:yyyyMMdd-HHmmss}.zip");
}
