using System.Globalization;
using Host.Sample.Cli;
using Host.Sample.Database;
using Host.Sample.Runs;

namespace Host.Sample.Demo;

/// <summary>What both halves of the walk do: say where they are, collect, and turn the sandbox's knobs.</summary>
internal sealed class DemoSteps(IServiceProvider rooms, Output output)
{
    private int _step;

    public void Say(string sentence) => output.Line(string.Create(CultureInfo.InvariantCulture, $"[{++_step}] {sentence}"));

    public async Task<Run> CollectAsync(string connector, CancellationToken cancellationToken)
    {
        var runs = rooms.GetRequiredService<RunService>();
        var clock = rooms.GetRequiredService<TimeProvider>();
        var began = clock.GetTimestamp();

        // A demo that was killed has left its run open; its sandbox is gone, and so are its cursors.
        foreach (var open in (await runs.ListAsync(connector, 1, cancellationToken)).Where(run => run.State is RunState.Queued or RunState.Running))
        {
            await runs.CancelAsync(open.Id, cancellationToken);
        }

        var queued = await runs.QueueAsync(connector, "demo", isFull: false, cancellationToken);
        Say(string.Create(CultureInfo.InvariantCulture, $"Collecting (run {queued.Id})"));
        var run = await new RunOutput(output, runs, clock).ExecuteAsync(queued.Id, cancellationToken);

        if (run.State is RunState.Published)
        {
            output.Line($"  The inventory has {Words.Count(run.Streams.Sum(stream => stream.RowCount ?? 0), "row")} in {Words.Count(run.Streams.Count, "stream")}: {Words.Count(run.Streams.Sum(stream => stream.Calls), "call")}, {Words.Duration(clock.GetElapsedTime(began))}");
        }

        return run;
    }

    public static async Task ControlAsync(Uri control, CancellationToken cancellationToken)
    {
        // Not a plugin's way out: the sandbox that this process has started itself.
#pragma warning disable RS0030 // banned for plugins and host rooms, which take the host-made client
        using var client = new HttpClient();
#pragma warning restore RS0030
        using var answer = await client.PostAsync(control, null, cancellationToken);
        answer.EnsureSuccessStatusCode();
    }
}
