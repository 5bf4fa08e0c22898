namespace Host.Sample.Schedules;

/// <summary>Time zones by the names of the IANA database, on every system.</summary>
public static class ScheduleZones
{
    private const string Utc = "UTC";

    /// <summary>The zone of this machine; UTC where it has none with a name.</summary>
    public static string Here { get; } = NameOf(TimeZoneInfo.Local) is var here && Find(here) is not null ? here : Utc;

    /// <summary>Those that this machine knows, by name.</summary>
    public static IReadOnlyList<string> All { get; } = [.. TimeZoneInfo.GetSystemTimeZones().Select(NameOf).Append(Utc).Append(Here).Distinct().Order(StringComparer.Ordinal)];

    /// <summary>The zone of a name, of IANA or of Windows; null: this machine knows none.</summary>
    public static TimeZoneInfo? Find(string name) => name.Length > 0 && TimeZoneInfo.TryFindSystemTimeZoneById(name, out var zone) ? zone : null;

    /// <summary>The IANA name of a zone.</summary>
    public static string NameOf(TimeZoneInfo zone) => TimeZoneInfo.TryConvertWindowsIdToIanaId(zone.Id, out var iana) && zone.Id is not Utc ? iana : zone.Id;
}
