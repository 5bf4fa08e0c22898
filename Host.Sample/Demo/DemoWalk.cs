using System.Globalization;
using Host.Sample.Api;
using Host.Sample.Cli;
using Host.Sample.Connectors;
using Host.Sample.Database;
using Host.Sample.EndpointServers;
using Host.Sample.Insights;
using Host.Sample.Plugins;
using Host.Sample.Runs;
using Plugin.Abstractions;
using Plugin.Abstractions.Collection;

namespace Host.Sample.Demo;

/// <summary>The walk of an administrator and an analyst: enable, create, authorize, collect, read; then a day later again.</summary>
internal sealed class DemoWalk(DemoHost demo, Output output)
{
    private const string NextDay = "next_day";

    private readonly IServiceProvider _rooms = demo.Rooms;
    private int _step;

    public async Task<HostProblem> GoAsync(CancellationToken cancellationToken)
    {
        var manifest = demo.Plugin.Manifest!;
        var description = await _rooms.GetRequiredService<ConnectorDescriptions>().GetAsync(demo.Plugin.Id, cancellationToken);
        Step($"Plugin '{manifest.Name}' {manifest.Version} found and loaded; its sandbox plays {description.Service}");

        var feature = await _rooms.GetRequiredService<FeatureService>().EnableAsync(demo.Options.EndpointServer, demo.Plugin.Id, cancellationToken);
        Step($"Feature '{feature.Feature}' enabled on endpoint server '{demo.Options.EndpointServer}'");

        var connector = await ConnectorAsync($"{manifest.Name} demo", description, cancellationToken);
        Step($"Connector '{connector.Name}' made");

        if (description.Authorization is not null)
        {
            await AuthorizeAsync(connector.Name, cancellationToken);
            Step("Authorized: consent page, Allow, callback, code exchanged for a token, token stored encrypted");
        }

        var first = await CollectAsync(connector.Name, cancellationToken);

        if (first.State is not RunState.Published)
        {
            return new RunOutput(output, _rooms.GetRequiredService<RunService>(), _rooms.GetRequiredService<TimeProvider>()).Finish(first);
        }

        var insights = _rooms.GetRequiredService<InsightService>();
        var summary = await insights.SummaryAsync(connector.Name, null, cancellationToken);
        var shown = new SummaryOutput(output);
        output.Line();
        shown.Show(summary);

        var last = first;
        InventoryChanges? changes = null;

        if (demo.Sandbox.Ready.Controls.TryGetValue(NextDay, out var nextDay))
        {
            await LetADayPassAsync(nextDay, cancellationToken);
            Step("A day has passed in the sandbox");
            last = await CollectAsync(connector.Name, cancellationToken);

            if (last.State is RunState.Published)
            {
                output.Line();
                changes = await insights.ChangesAsync(connector.Name, first.Id, last.Id, cancellationToken);
                shown.Show(changes);
            }
        }

        output.Line();

        if (output.IsJson)
        {
            output.Json(new { Summary = summary, Changes = changes, Run = RunView.Of(last) });

            return RunOutput.ExitCode(last);
        }

        new RunOutput(output, _rooms.GetRequiredService<RunService>(), _rooms.GetRequiredService<TimeProvider>()).ShowVerdict(last);
        ShowNext(connector.Name, description, last.Id);

        return RunOutput.ExitCode(last);
    }

    private void Step(string sentence) => output.Line(string.Create(CultureInfo.InvariantCulture, $"[{++_step}] {sentence}"));

    /// <summary>Makes the connector, or points the one of an earlier demo to this sandbox.</summary>
    private async Task<ConnectorView> ConnectorAsync(string name, ConnectorDescription description, CancellationToken cancellationToken)
    {
        var connectors = _rooms.GetRequiredService<ConnectorService>();

        // Whoever tries it out wants to see everything, and nobody real is in the sandbox.
        var draft = SampleConnectors.Draft(name, demo.Plugin.Id, demo.Options.EndpointServer, demo.Sandbox, description) with { Streams = [.. description.Streams.Select(stream => stream.Id)] };
        var known = (await connectors.ListAsync(cancellationToken)).FirstOrDefault(connector => string.Equals(connector.Name, name, StringComparison.OrdinalIgnoreCase));

        return known is null ? await connectors.AddAsync(draft, cancellationToken) : await connectors.EditAsync(known.Name, draft, known.Revision, cancellationToken);
    }

    private async Task AuthorizeAsync(string connector, CancellationToken cancellationToken)
    {
        var authorizations = _rooms.GetRequiredService<AuthorizationService>();
        var begun = await authorizations.BeginAsync(connector, cancellationToken);
        using var robot = new ConsentRobot();
        await robot.AllowAsync(new(begun.ConsentUrl), demo.Sandbox.Ready.Consent, cancellationToken);
        var status = await authorizations.StatusAsync(begun.Id, cancellationToken);

        if (status.State is not AuthorizationState.Granted)
        {
            throw new HostException(HostProblem.ConnectorFailed, status.Message ?? "The consent did not come through.", status.Fix ?? "Run the demo again.");
        }
    }

    private async Task<Run> CollectAsync(string connector, CancellationToken cancellationToken)
    {
        var runs = _rooms.GetRequiredService<RunService>();
        var clock = _rooms.GetRequiredService<TimeProvider>();
        var began = clock.GetTimestamp();

        // A demo that was killed has left its run open; its sandbox is gone, and so are its cursors.
        foreach (var open in (await runs.ListAsync(connector, 1, cancellationToken)).Where(run => run.State is RunState.Queued or RunState.Running))
        {
            await runs.CancelAsync(open.Id, cancellationToken);
        }

        var queued = await runs.QueueAsync(connector, "demo", isFull: false, cancellationToken);
        output.Line(string.Create(CultureInfo.InvariantCulture, $"[{++_step}] Collecting (run {queued.Id})"));
        var run = await new RunOutput(output, runs, clock).ExecuteAsync(queued.Id, cancellationToken);

        if (run.State is RunState.Published)
        {
            output.Line($"  The inventory has {Words.Count(run.Streams.Sum(stream => stream.RowCount ?? 0), "row")} in {Words.Count(run.Streams.Count, "stream")}: {Words.Count(run.Streams.Sum(stream => stream.Calls), "call")}, {Words.Duration(clock.GetElapsedTime(began))}");
        }

        return run;
    }

    private static async Task LetADayPassAsync(Uri control, CancellationToken cancellationToken)
    {
        // Not a plugin's way out: the sandbox that this process has started itself.
#pragma warning disable RS0030 // banned for plugins and host rooms, which take the host-made client
        using var client = new HttpClient();
#pragma warning restore RS0030
        using var answer = await client.PostAsync(control, null, cancellationToken);
        answer.EnsureSuccessStatusCode();
    }

    private void ShowNext(string connector, ConnectorDescription description, long runId)
    {
        const string Program = "dotnet run --project Host.Sample --";
        var stream = (description.Streams.FirstOrDefault(stream => stream.Subject is StreamSubject.Accounts) ?? description.Streams[0]).Id;
        output.Line();
        output.Title("Look further");
        output.Plain($"  {Program} serve");
        output.Plain(string.Create(CultureInfo.InvariantCulture, $"  {Program} runs show {runId}"));
        output.Plain($"  {Program} inventory list \"{connector}\"");
        output.Plain($"  {Program} inventory export \"{connector}\" {stream} --format csv --output {stream}.csv");
        output.Line($"  The store is {demo.Options.DatabaseFile}: one table a stream, for any SQL tool.");
    }
}
