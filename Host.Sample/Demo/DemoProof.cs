using System.Globalization;
using Host.Sample.Cli;
using Host.Sample.Database;
using Host.Sample.Licences;
using Host.Sample.Runs;
using Host.Sample.Runs.Guard;

namespace Host.Sample.Demo;

/// <summary>The second half of the walk: a run that lost half of the people is held and rejected, and what could be taken back is counted from the last good one.</summary>
internal sealed class DemoProof(DemoSteps steps, IServiceProvider rooms, Output output)
{
    private const decimal ExamplePrice = 8.75m;
    private const string ExampleCurrency = "USD";
    private const int ExampleDaysToRenewal = 200;
    private const int ExampleIdleDays = 14;

    /// <summary>Runs against a sandbox that has lost half of its people, and rejects what the guard holds.</summary>
    /// <returns>The run; null when it was not held.</returns>
    public async Task<Run?> HoldAsync(string connector, Uri collapse, CancellationToken cancellationToken)
    {
        await DemoSteps.ControlAsync(collapse, cancellationToken);
        steps.Say("Half of the people are lost in the sandbox, as by a page that never came");
        var run = await steps.CollectAsync(connector, cancellationToken);

        if (run.State is not RunState.Held)
        {
            return null;
        }

        foreach (var finding in GuardFinding.Of(run))
        {
            output.Line($"  {finding.Message}");
        }

        steps.Say(string.Create(CultureInfo.InvariantCulture, $"The change guard holds run {run.Id}; readers still see the run before"));
        run = await rooms.GetRequiredService<RunDecisions>().RejectAsync(run.Id, "The demo has lost these people on purpose.", cancellationToken);
        steps.Say(string.Create(CultureInfo.InvariantCulture, $"Run {run.Id} rejected, with a note; its rows are taken back"));

        return run;
    }

    /// <summary>What could be taken back and what it really saves, at an example's price.</summary>
    public async Task<ReclaimReport> ReclaimAsync(string connector, CancellationToken cancellationToken)
    {
        var renewal = DateOnly.FromDateTime(rooms.GetRequiredService<TimeProvider>().GetUtcNow().UtcDateTime).AddDays(ExampleDaysToRenewal);
        await rooms.GetRequiredService<SeatTermsService>().SetAsync(connector, new() { Price = ExamplePrice, Currency = ExampleCurrency, Renewal = renewal, IdleDays = ExampleIdleDays }, cancellationToken);

        return await rooms.GetRequiredService<ReclaimService>().ReportAsync(connector, new() { Take = 0 }, cancellationToken);
    }

    public void Show(ReclaimReport report)
    {
        output.Title(string.Create(CultureInfo.InvariantCulture, $"What could be taken back of seats unused for {report.IdleDays} days, at an example's {ExamplePrice} {ExampleCurrency} a seat and month"));
        output.Table(
            report.Totals,
            ("Saving", total => LicenceWords.Of(total.Class)),
            ("Seats", total => total.Seats),
            ("Amount", total => total.Amount is { } amount ? $"{Words.Of(amount)} {total.Currency}" : ""),
            ("What it is", total => total.Words));
        output.Line($"  No candidates, each with its reason: {Words.Count(report.NotCandidates.Sum(other => other.Count), "account")}. Of {Words.Count(report.Unknown.Sum(other => other.Count), "account")} nothing is known: these are not called idle.");
    }
}
