using Host.Sample.Runs.Proof;
using MudBlazor;

namespace Host.Sample.Web.Proof;

/// <summary>What came of a check, as pages show it.</summary>
internal static class CheckWords
{
    public static string Of(StreamCheck check) => check switch
    {
        { Result: StreamCheckResult.Ok } => "agree",
        { Result: StreamCheckResult.Differs, Weighs: true } => "differ and weigh",
        { Result: StreamCheckResult.Differs } => "differ, no weight",
        _ => "not checked",
    };

    public static (Color Color, string Icon) Look(StreamCheck check) => check switch
    {
        { Result: StreamCheckResult.Ok } => (Color.Success, Icons.Material.Filled.CheckCircle),
        { Result: StreamCheckResult.Differs, Weighs: true } => (Color.Warning, Icons.Material.Filled.Report),
        { Result: StreamCheckResult.Differs } => (Color.Default, Icons.Material.Filled.Info),
        _ => (Color.Default, Icons.Material.Filled.HelpOutline),
    };
}
