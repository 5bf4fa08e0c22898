using Host.Sample.Insights;

namespace Host.Sample.Cli;

/// <summary>The inventory at a glance, on a terminal.</summary>
/// <param name="output">Where to.</param>
internal sealed class SummaryOutput(Output output)
{
    private const int MostApps = 10;

    public void Show(InventorySummary summary)
    {
        output.Title($"{summary.Connector}{(summary.Tenant is { } tenant ? $": {tenant}" : "")}, as of {Words.Of(summary.AsOf)}");
        Accounts(summary.Accounts);
        Seats(summary.Seats);
        Activity(summary.Activity);
        Apps(summary.Apps);
        Places(summary.Spaces);
        Places(summary.Groups);

        foreach (var gap in summary.Gaps)
        {
            output.Line($"  Not complete: {gap.StreamId} ({Words.Lower(gap.State)}). {gap.Message} {gap.Fix}");
        }
    }

    public void Show(InventoryChanges changes)
    {
        output.Title($"What changed from run {changes.FromRun} to run {changes.ToRun}");
        output.Table(
            changes.Streams,
            ("Stream", stream => stream.Name),
            ("Added", stream => stream.Added),
            ("Changed", stream => stream.Changed),
            ("Removed", stream => stream.Removed));
    }

    public static void Rows(Output output, IReadOnlyList<RowChange> rows) => output.Table(
        rows,
        ("", row => Words.Lower(row.Kind)),
        ("Key", row => row.Key),
        ("Name", row => row.Name),
        ("What", row => string.Join("; ", row.Columns.Select(column => $"{column.Column}: {Words.Of(column.Old)} > {Words.Of(column.New)}"))));

    private void Accounts(AccountFigures? accounts)
    {
        if (accounts is null)
        {
            return;
        }

        output.Line();
        output.Title($"{accounts.Stream} by account type ({Words.Number(accounts.Total)})");
        output.Table(
            accounts.ByTypeAndStatus.GroupBy(group => group.Type),
            ("Type", group => group.Key ?? NotTold(group)),
            ("Active", group => Count(group, "active")),
            ("Invited", group => Count(group, "invited")),
            ("Deactivated", group => Count(group, "deactivated")),
            ("All", group => group.Sum(entry => entry.Count)));

        // Many services say nothing of the kind of an account that is no longer in use.
        static string NotTold(IEnumerable<AccountGroup> group) => group.Select(entry => entry.Status).Distinct().ToList() is [{ } only] ? $"type not told ({only})" : "type not told";

        static long Count(IEnumerable<AccountGroup> group, string status) => group.Where(entry => entry.Status == status).Sum(entry => entry.Count);
    }

    private void Seats(SeatFigures? seats)
    {
        if (seats is not null)
        {
            output.Title(seats.Stream);
            output.Line($"  {Words.Number(seats.Billed)} billed, {Words.Number(seats.NotBilled)} not billed{(seats.Unknown > 0 ? $", {Words.Number(seats.Unknown)} unknown" : "")}");
            output.Line();
        }
    }

    private void Activity(ActivityFigures? activity)
    {
        if (activity is null)
        {
            return;
        }

        output.Title($"Last sign of use, by age (from {string.Join(", ", activity.Streams)})");
        (string Age, long Count)[] ages =
        [
            ("today", activity.Today),
            ("up to 7 days", activity.Within7Days),
            ("up to 30 days", activity.Within30Days),
            ("up to 90 days", activity.Within90Days),
            ("older", activity.Older),
            ("no evidence", activity.NoEvidence),
        ];
        output.Table(ages, ("Age", age => age.Age), ("Accounts", age => age.Count));

        if (activity.NoEvidence > 0)
        {
            output.Line(activity.Earliest is { } earliest
                ? $"  'No evidence' is not 'inactive': the record begins at {Words.Of(earliest)}."
                : "  'No evidence' is not 'inactive': there is no record.");
        }

        output.Line();
    }

    private void Apps(AppFigures? apps)
    {
        if (apps is null)
        {
            return;
        }

        output.Title($"Apps installed ({Words.Number(apps.Installed)}{(apps.Disabled > 0 ? $", {Words.Number(apps.Disabled)} more disabled" : "")})");
        var named = apps.Apps.Where(app => !app.IsDisabled).OrderBy(app => app.Name ?? app.AppId, StringComparer.OrdinalIgnoreCase).Select(app => app.Name ?? app.AppId).ToList();
        output.Line($"  {string.Join(", ", named.Take(MostApps))}{(named.Count > MostApps ? $" and {Words.Number(named.Count - MostApps)} more" : "")}");
        output.Line();
    }

    private void Places(PlaceFigures? places)
    {
        if (places is not null)
        {
            var retired = places.Retired is > 0 and { } count ? $", {Words.Number(count)} of them no longer in use" : "";
            var members = places.Members is { } sum ? $"; {Words.Count(sum, "membership")}{(places.Retired > 0 ? " in the others" : "")}" : "";
            output.Title(places.Stream);
            output.Line($"  {Words.Number(places.Total)}{retired}{members}");
            output.Line();
        }
    }
}
