using System.Globalization;
using Host.Sample.Api;
using Host.Sample.Database;
using Host.Sample.Runs;
using Host.Sample.Runs.Guard;
using Host.Sample.Runs.Proof;
using Spectre.Console;

namespace Host.Sample.Cli;

/// <summary>How a run looks on a terminal while it goes on, and when it has ended.</summary>
internal sealed class RunOutput(Output output, RunService runs, TimeProvider clock)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(150);

    /// <summary>Executes a run here and shows how it goes: moving for a person, line by line for a file, not at all before JSON.</summary>
    /// <exception cref="HostException">As <see cref="RunService.ExecuteAsync"/>.</exception>
    public async Task<Run> ExecuteAsync(long runId, CancellationToken cancellationToken)
    {
        using var watching = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var watch = output.IsJson ? Task.CompletedTask : WatchAsync(runId, watching.Token);

        try
        {
            var run = await runs.ExecuteAsync(runId, cancellationToken);

            // It ends by itself, with the last that there is to tell.
            await watch;

            return run;
        }
        finally
        {
            await watching.CancelAsync();
            await watch;
        }
    }

    /// <summary>The run with every stream's outcome, reason and fix.</summary>
    public void Show(Run run)
    {
        output.Title(string.Create(CultureInfo.InvariantCulture, $"Run {run.Id}: {RunWords.State(run.State)}"));

        if (run.Message is not null)
        {
            output.Line($"  {run.Message} {run.Fix}");
        }

        if (RunWords.Decision(run) is { } decision)
        {
            output.Line($"  {decision}");
        }

        foreach (var warning in RunWords.Warnings(run))
        {
            output.Line($"  Warning: {warning.Message} {warning.Fix}");
        }

        output.Table(
            run.Streams,
            ("Stream", stream => stream.StreamId),
            ("State", stream => Words.Lower(stream.State)),
            ("Rows", stream => stream.RowCount),
            ("Added", stream => stream.Added),
            ("Changed", stream => stream.Changed),
            ("Removed", stream => stream.Removed),
            ("Calls", stream => stream.Calls),
            ("Took", stream => stream.EndedAt - stream.StartedAt));
        ShowVerdict(run);
    }

    /// <summary>What is not as it should be, and what the run proves.</summary>
    public void ShowVerdict(Run run)
    {
        foreach (var stream in run.Streams.Where(stream => stream.Message is not null))
        {
            output.Line($"  {stream.StreamId}: {stream.Message} {stream.Fix}");
        }

        foreach (var stream in run.Streams)
        {
            foreach (var omitted in StreamEvidence.Omitted(stream))
            {
                output.Line($"  {stream.StreamId}: {Words.Count(omitted.Count, "record")} left out: {omitted.Message}");
            }

            foreach (var check in StreamCheck.Of(stream).Where(check => check.Result is StreamCheckResult.Differs))
            {
                output.Line($"  {stream.StreamId}: {check.Message}");
            }

            foreach (var note in StreamEvidence.Notes(stream))
            {
                output.Line($"  {stream.StreamId}: {note.Message}");
            }
        }

        output.Line(RunWords.Verdict(run));
    }

    /// <summary>Shows the run, or gives it as JSON; the exit code says how it ended.</summary>
    public HostProblem Finish(Run run)
    {
        if (output.IsJson)
        {
            output.Json(RunView.Of(run));
        }
        else
        {
            Show(run);
        }

        return ExitCode(run);
    }

    public static HostProblem ExitCode(Run run) => run.State switch
    {
        RunState.Published => run.Verdict() is RunVerdict.Complete ? HostProblem.None : HostProblem.RunPartial,
        RunState.Held => HostProblem.RunHeld,
        RunState.Rehearsed => GuardFinding.Of(run).Count > 0 ? HostProblem.RunHeld : HostProblem.None,
        RunState.Cancelled => HostProblem.Cancelled,
        _ => HostProblem.ConnectorFailed,
    };

    private async Task WatchAsync(long runId, CancellationToken cancellationToken)
    {
        try
        {
            if (output.IsLive)
            {
                var first = new Table();
                await output.Console.Live(first).AutoClear(true).StartAsync(async live =>
                {
                    await foreach (var snapshot in runs.WatchAsync(runId, cancellationToken))
                    {
                        live.UpdateTarget(Moving(snapshot));
                        await Task.Delay(Pause, clock, cancellationToken);
                    }
                });
            }
            else
            {
                await WatchLinesAsync(runId, cancellationToken);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The run has ended, or this command has: what there is to say is said by others.
        }
    }

    private async Task WatchLinesAsync(long runId, CancellationToken cancellationToken)
    {
        HashSet<string> told = [];
        var isBudgetTold = false;

        await foreach (var snapshot in runs.WatchAsync(runId, cancellationToken))
        {
            if (!isBudgetTold && RunWords.Budget(snapshot.Budget) is { Length: > 0 } budget)
            {
                isBudgetTold = true;
                output.Line($"  {budget}");
            }

            foreach (var stream in snapshot.Streams.Where(stream => stream.State is not (StreamState.Pending or StreamState.Running) && told.Add(stream.StreamId)))
            {
                output.Line(string.Create(
                    CultureInfo.InvariantCulture, $"  {stream.Name}: {Words.Lower(stream.State)}, {Words.Count(stream.Rows, "row")} read, {Words.Count(stream.Calls, "call")}, {Words.Duration(stream.Elapsed)}"));
            }
        }
    }

    private Table Moving(RunSnapshot snapshot)
    {
        var table = new Table { Border = TableBorder.None, ShowHeaders = false };
        table.AddColumns("", "", "", "");
        table.Columns[2].RightAligned();

        foreach (var stream in snapshot.Streams)
        {
            table.AddRow(
                new Text(Mark(stream.State), Style(stream.State)),
                new Text(Words.Plain(stream.Name)),
                new Text(Words.Number(stream.Rows)),
                new Text(Doing(stream), new Style(Color.Grey)));
        }

        return table;
    }

    private string Doing(StreamSnapshot stream) => stream switch
    {
        { State: StreamState.Running, WaitingUntil: { } until } => $"waiting {Words.Duration(until - clock.GetUtcNow())}: {Words.Plain(stream.WaitReason ?? "the service's pace")}",
        { State: StreamState.Running } => $"{Words.Count(stream.Pages, "page")}, {Words.Duration(stream.Elapsed)}",
        { State: StreamState.Pending } => "",
        { State: StreamState.Complete } => Words.Duration(stream.Elapsed),
        _ => Words.Plain(stream.Message ?? Words.Lower(stream.State)),
    };

    private static string Mark(StreamState state) => state switch
    {
        StreamState.Pending => " ",
        StreamState.Running => ">",
        StreamState.Complete => "+",
        StreamState.Failed => "x",
        _ => "-",
    };

    private static Style Style(StreamState state) => new(state switch
    {
        StreamState.Complete => Color.Green,
        StreamState.Failed => Color.Red,
        StreamState.Partial or StreamState.Skipped => Color.Yellow,
        _ => Color.Default,
    });
}
