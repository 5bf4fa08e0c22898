using Host.Sample.Licences;

namespace Host.Sample.Cli;

/// <summary>Licence positions, terms and reclaim reports, on a terminal.</summary>
/// <param name="output">Where to.</param>
internal sealed class LicenceOutput(Output output)
{
    public void Show(PositionPage page, bool isOne)
    {
        output.Title($"{page.Connector}: licence position as of run {page.RunId} ({Words.Of(page.AsOf)}); idle is unused for {Words.Count(page.IdleDays, "day")}");

        if (isOne)
        {
            foreach (var position in page.Positions)
            {
                One(position);
            }

            return;
        }

        output.Table(page.Counts, ("Status", count => LicenceWords.Of(count.Key)), ("Accounts", count => count.Value));
        output.Title("Where signs of use are looked for");
        output.Table(
            page.Sources,
            ("Stream", source => source.Stream),
            ("Covers from", source => source.CoversFrom),
            ("to", source => source.CoversTo),
            ("Needed", source => source.IsRequired),
            ("Remark", source => source.Message is null ? "" : $"{source.Message} {source.Fix}"));

        if (page.WhyUnknown is { } why)
        {
            output.Line($"  'No evidence' is not 'idle'. {why}");
            output.Line();
        }

        output.Table(
            page.Positions,
            ("Account", position => position.AccountId),
            ("Name", position => position.DisplayName),
            ("Kind", position => position.AccountType),
            ("Billed", position => LicenceWords.Of(position.Billed)),
            ("Status", position => LicenceWords.Of(position.Status)),
            ("Last seen", position => position.LastSeen?.CountsAs),
            ("Source", position => position.LastSeen?.Stream));
        output.Line($"{Words.Number(page.Positions.Count)} of {Words.Count(page.Total, "account")}.");
    }

    public void Show(SeatTermsView terms)
    {
        var told = terms.Terms;
        output.Title($"{terms.Connector}: terms");
        output.Line($"  Price of a seat: {(told.Price is { } price ? $"{Words.Of(price)} {told.Currency} a {Words.Lower(told.Period)}" : "not told")}");
        output.Line($"  Renewal: {(told.Renewal is { } renewal ? LicenceWords.Day(renewal) : "not told")}");
        output.Line($"  Rules: {(told.IsContract ? "a contract" : "the service's usual ones")}");
        output.Line($"  Idle after: {Words.Count(terms.IdleDays, "day")}{(told.IdleDays is null ? " (by default)" : "")}");
        Remarks(terms.Remarks);
    }

    public void Show(ReclaimReport report)
    {
        output.Title($"{report.Connector}: what could be taken back as of run {report.RunId} ({Words.Of(report.AsOf)}, {Words.Lower(report.Verdict)}); idle is unused for {Words.Count(report.IdleDays, "day")}");
        output.Table(
            report.Totals,
            ("Saving", total => LicenceWords.Of(total.Class)),
            ("Seats", total => total.Seats),
            ("Amount", total => total.Amount),
            ("", total => total.Amount is null ? "" : total.Currency),
            ("What it is", total => total.AmountOverWaiting is { } over && total.Seats > 0 ? $"{total.Words}; {Words.Of(over)} of it beyond what leaving them alone would bring" : total.Words));
        output.Line($"  Confidence: {string.Join(", ", report.ByConfidence.Reverse().Select(sure => $"{Words.Number(sure.Value)} {LicenceWords.Of(sure.Key)}"))}");
        output.Line();

        if (report.Candidates.Count > 0)
        {
            output.Table(
                report.Candidates,
                ("Account", row => row.Position.AccountId),
                ("Name", row => row.Position.DisplayName),
                ("Kind", row => row.Position.AccountType),
                ("Confidence", row => LicenceWords.Of(row.Confidence)),
                ("Saving", row => LicenceWords.Of(row.Class)),
                ("Amount", row => row.Amount),
                ("Why", row => string.Join(" ", row.Reasons)));
            output.Line($"{Words.Number(report.Candidates.Count)} of {Words.Count(report.Total, "candidate")}.");
            output.Line();
        }

        Remarks(report.VerdictReasons);
        Others("No candidates", report.NotCandidates);
        Others("Nothing is known of these, and what is to be done to know", report.Unknown);
        Remarks(report.Remarks);
    }

    private void One(AccountPosition position)
    {
        output.Line($"  {position.AccountId} {position.DisplayName} {position.Email}");
        output.Line($"  Kind: {position.AccountType ?? "not told"}{(position.AccountTypeFrom is { } from ? $" (decided by {from})" : "")}; at the service: {position.ServiceStatus ?? "not told"}");
        output.Line($"  Billed now: {LicenceWords.Of(position.Billed)} ({position.BilledSource})");
        output.Line($"  Status: {LicenceWords.Of(position.Status)}. {position.Why}");
        output.Table(
            position.Signals,
            ("Source", signal => signal.Stream),
            ("From", signal => signal.From),
            ("To", signal => signal.To),
            ("Precision", signal => LicenceWords.Of(signal.Precision)),
            ("Would have shown it from", signal => signal.CoversFrom),
            ("to", signal => signal.CoversTo),
            ("What it says", signal => signal.Says));
    }

    private void Others(string title, IReadOnlyList<NotCandidates> others)
    {
        if (others.Count > 0)
        {
            output.Title(title);
            output.Table(others, ("Reason", entry => LicenceWords.Of(entry.Reason)), ("Accounts", entry => entry.Count), ("In words", entry => entry.Words));
        }
    }

    private void Remarks(IReadOnlyList<string> remarks)
    {
        foreach (var remark in remarks)
        {
            output.Line($"  {remark}");
        }
    }
}
