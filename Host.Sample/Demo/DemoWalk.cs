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

/// <summary>The walk of an administrator and an analyst: enable, create, authorize, collect, read; then a day later again, then a run that must not be believed, and what could be saved.</summary>
internal sealed class DemoWalk(DemoHost demo, Output output)
{
    private const string NextDay = "next_day";
    private const string Collapse = "collapse";

    private readonly IServiceProvider _rooms = demo.Rooms;
    private readonly DemoSteps _steps = new(demo.Rooms, output);

    public async Task<HostProblem> GoAsync(CancellationToken cancellationToken)
    {
        var manifest = demo.Plugin.Manifest!;
        var description = await _rooms.GetRequiredService<ConnectorDescriptions>().GetAsync(demo.Plugin.Id, cancellationToken);
        _steps.Say($"Plugin '{manifest.Name}' {manifest.Version} found and loaded; its sandbox plays {description.Service}");

        var feature = await _rooms.GetRequiredService<FeatureService>().EnableAsync(demo.Options.EndpointServer, demo.Plugin.Id, cancellationToken);
        _steps.Say($"Feature '{feature.Feature}' enabled on endpoint server '{demo.Options.EndpointServer}'");

        var connector = await ConnectorAsync($"{manifest.Name} demo", description, cancellationToken);
        _steps.Say($"Connector '{connector.Name}' made");

        if (description.Authorization is not null)
        {
            await AuthorizeAsync(connector.Name, cancellationToken);
            _steps.Say("Authorized: consent page, Allow, callback, code exchanged for a token, token stored encrypted");
        }

        var first = await _steps.CollectAsync(connector.Name, cancellationToken);

        if (first.State is RunState.Held)
        {
            first = await _rooms.GetRequiredService<RunDecisions>().AcceptAsync(first.Id, "The sandbox is another one than in the demo before.", cancellationToken);
            _steps.Say("The sandbox has fewer people than the one of the demo before; the run is accepted");
        }

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
            await DemoSteps.ControlAsync(nextDay, cancellationToken);
            _steps.Say("A day has passed in the sandbox");
            last = await _steps.CollectAsync(connector.Name, cancellationToken);

            if (last.State is RunState.Published)
            {
                output.Line();
                changes = await insights.ChangesAsync(connector.Name, first.Id, last.Id, cancellationToken);
                shown.Show(changes);
            }
        }

        if (last.State is not RunState.Published)
        {
            return new RunOutput(output, _rooms.GetRequiredService<RunService>(), _rooms.GetRequiredService<TimeProvider>()).Finish(last);
        }

        DemoProof proof = new(_steps, _rooms, output);
        var held = demo.Sandbox.Ready.Controls.TryGetValue(Collapse, out var collapse) ? await proof.HoldAsync(connector.Name, collapse, cancellationToken) : null;
        var reclaim = await proof.ReclaimAsync(connector.Name, cancellationToken);
        output.Line();

        if (output.IsJson)
        {
            output.Json(new { Summary = summary, Changes = changes, Held = held is null ? null : RunView.Of(held), Reclaim = reclaim, Run = RunView.Of(last) });

            return RunOutput.ExitCode(last);
        }

        proof.Show(reclaim);
        output.Line();
        new RunOutput(output, _rooms.GetRequiredService<RunService>(), _rooms.GetRequiredService<TimeProvider>()).ShowVerdict(last);
        ShowNext(connector.Name, description, last.Id);

        return RunOutput.ExitCode(last);
    }

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

    private void ShowNext(string connector, ConnectorDescription description, long runId)
    {
        const string Program = "dotnet run --project Host.Sample --";
        var stream = (description.Streams.FirstOrDefault(stream => stream.Subject is StreamSubject.Accounts) ?? description.Streams[0]).Id;
        output.Line();
        output.Title("Look further");
        output.Plain($"  {Program} serve");
        output.Plain(string.Create(CultureInfo.InvariantCulture, $"  {Program} runs show {runId}"));
        output.Plain(string.Create(CultureInfo.InvariantCulture, $"  {Program} runs certificate {runId}"));
        output.Plain($"  {Program} licences reclaim \"{connector}\"");
        output.Plain($"  {Program} inventory list \"{connector}\"");
        output.Plain($"  {Program} inventory export \"{connector}\" {stream} --format csv --output {stream}.csv");
        output.Line($"  The store is {demo.Options.DatabaseFile}: one table a stream, for any SQL tool.");
    }
}
