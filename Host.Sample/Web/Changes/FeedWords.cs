using Host.Sample.Insights;
using MudBlazor;

namespace Host.Sample.Web.Changes;

/// <summary>Kinds of events in words and signs.</summary>
internal static class FeedWords
{
    /// <summary>A kind for people: "Seat billing changed".</summary>
    public static string Of(string kind)
    {
        var words = kind.Replace('.', ' ').Replace('_', ' ');

        return char.ToUpperInvariant(words[0]) + words[1..];
    }

    /// <summary>When it is told, in a sentence.</summary>
    public static string Meaning(string kind) => FeedKind.All.FirstOrDefault(known => known.Name == kind)?.Meaning ?? "";

    public static string Sign(string kind) => kind[(kind.IndexOf('.', StringComparison.Ordinal) + 1)..] switch
    {
        "joined" or "added" or "member_added" or "reactivated" or "restored" or "enabled" => Icons.Material.Filled.AddCircleOutline,
        "left" or "removed" or "member_removed" or "archived" or "disabled" => Icons.Material.Filled.RemoveCircleOutline,
        _ => Icons.Material.Filled.ChangeCircle,
    };
}
