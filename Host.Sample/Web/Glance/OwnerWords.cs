using Host.Sample.Insights;

namespace Host.Sample.Web.Glance;

/// <summary>How spaces and applications stand, in words.</summary>
internal static class OwnerWords
{
    public static string Of(OwnerState state) => state switch
    {
        OwnerState.InUse => "owner is there",
        OwnerState.Deactivated => "owner is deactivated",
        OwnerState.NotAmongAccounts => "owner is not among the accounts",
        OwnerState.NotTold => "no owner is named",
        _ => "owner not known",
    };

    public static string Short(OwnerState state) => state switch
    {
        OwnerState.InUse => "there",
        OwnerState.Deactivated => "deactiv.",
        OwnerState.NotAmongAccounts => "gone",
        OwnerState.NotTold => "none",
        _ => "unknown",
    };

    public static string Of(TrafficState state) => state switch
    {
        TrafficState.Within30Days => "within 30 days",
        TrafficState.Within90Days => "31 to 90 days ago",
        TrafficState.Older => "longer ago",
        TrafficState.NoneKnown => "none known",
        _ => "not known",
    };

    public static string Short(TrafficState state) => state switch
    {
        TrafficState.Within30Days => "30 days",
        TrafficState.Within90Days => "90 days",
        TrafficState.Older => "longer",
        TrafficState.NoneKnown => "none",
        _ => "unknown",
    };
}
