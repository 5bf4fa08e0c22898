using System.Globalization;
using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Host.Sample.Database;
using Host.Sample.Insights;
using Host.Sample.Runs;
using Host.Sample.Runs.Proof;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Host.Sample.Api;

internal static class RunEndpoints
{
    private static readonly TimeSpan ProgressPause = TimeSpan.FromMilliseconds(200);

    public static void MapRuns(this IEndpointRouteBuilder api)
    {
        var ofConnector = api.MapGroup("/connectors/{connector}/runs").WithTags("Runs");
        ofConnector.MapPost("/", StartAsync)
            .WithName("StartRun").WithSummary("Starts a run in the background; with full=true everything is asked for, whatever is known from earlier runs; with dryRun=true it says what it would change and whether the change guard would hold it, and is taken back. Refused while the connector runs; the answer names that run.");
        ofConnector.MapGet("/", ListAsync)
            .WithName("ListConnectorRuns").WithSummary("The connector's runs, the latest first; with 'state' only those in it.");

        var runs = api.MapGroup("/runs").WithTags("Runs");
        runs.MapGet("/", (string? state, int? take, RunService service, CancellationToken cancellationToken) => ListAsync(null, state, take, service, cancellationToken))
            .WithName("ListRuns").WithSummary("Runs of all connectors, the latest first; with 'state' only those in it, such as held.");
        runs.MapGet("/held", (RunService service, CancellationToken cancellationToken) => service.HeldAsync(cancellationToken))
            .WithName("ListHeldRuns").WithSummary("The runs that wait for a person's decision, the one that has waited longest first.");
        runs.MapGet("/{run:long}", GetAsync)
            .WithName("GetRun").WithSummary("A run with the evidence of each stream: what was asked, what came, what was left out and why.");
        runs.MapPost("/{run:long}/cancel", CancelAsync)
            .WithName("CancelRun").WithSummary("Asks a run to end; its changes are taken back.");
        runs.MapGet("/{run:long}/certificate", CertificateAsync)
            .WithName("GetCertificate").WithSummary("What the run proves, sealed: the document of docs/certificate.schema.json, in its canonical form.");
        runs.MapGet("/{run:long}/verification", (long run, RunVerification verification, CancellationToken cancellationToken) => verification.VerifyAsync(run, null, cancellationToken))
            .WithName("VerifyRun").WithSummary("Holds the store against the run's certificate: the seal, every row's values, and which run each version belongs to. Reads every row of the run.");
        runs.MapPost("/{run:long}/verification", async (long run, HttpRequest request, RunVerification verification, CancellationToken cancellationToken) =>
            {
                using StreamReader body = new(request.Body);

                return await verification.VerifyAsync(run, await body.ReadToEndAsync(cancellationToken), cancellationToken);
            })
            .WithName("VerifyCertificate").WithSummary("As before, and holds the certificate in the body against the stored one: is it that of the run, unchanged?");
        runs.MapGet("/{run:long}/held", (long run, HeldComparisons held, CancellationToken cancellationToken) => held.GetAsync(run, cancellationToken))
            .WithName("GetHeldComparison").WithSummary("A held run beside the run that readers see: accounts, seats and rows of each stream in both, what tripped the change guard, and what accepting would change.");
        runs.MapGet("/{run:long}/held/{stream}", (long run, string stream, int? skip, int? take, HeldComparisons held, CancellationToken cancellationToken) =>
                held.VanishedAsync(run, stream, Paging.Skip(skip), Paging.Take(take), cancellationToken))
            .WithName("ListVanishedRows").WithSummary("Rows of a stream that readers see and that the held run lacks, by key and name.");
        runs.MapPost("/{run:long}/accept", (long run, DecisionBody body, RunDecisions decisions, CancellationToken cancellationToken) => ViewAsync(decisions.AcceptAsync(run, body.Note, cancellationToken)))
            .WithName("AcceptRun").WithSummary("Publishes a run that the change guard holds. Takes a note that says why; refused when somebody has decided already, with who and when.");
        runs.MapPost("/{run:long}/reject", (long run, DecisionBody body, RunDecisions decisions, CancellationToken cancellationToken) => ViewAsync(decisions.RejectAsync(run, body.Note, cancellationToken)))
            .WithName("RejectRun").WithSummary("Takes a run back that the change guard holds. Takes a note that says why.");
        runs.MapGet("/{run:long}/rollback", (long run, RunDecisions decisions, CancellationToken cancellationToken) => decisions.PlanRollBackAsync(run, cancellationToken))
            .WithName("PlanRollBack").WithSummary("What going back to a run would do: the runs that would be taken back. Refused as the going back itself is.");
        runs.MapPost("/{run:long}/rollback", (long run, DecisionBody body, RunDecisions decisions, CancellationToken cancellationToken) => ViewAsync(decisions.RollBackAsync(run, body.Note, cancellationToken)))
            .WithName("RollBackToRun").WithSummary("Makes an earlier published run the one that readers see; later ones are taken back. Takes a note that says why; refused while the connector is at work.");
        runs.MapGet("/{run:long}/progress", ProgressAsync)
            .WithName("WatchRun").WithSummary("The run now and whenever it changes until it ends, as server-sent events named 'progress'.");
    }

    private static async Task<Accepted<RunView>> StartAsync(string connector, bool? full, bool? dryRun, RunService service, RunWorker worker, CancellationToken cancellationToken)
    {
        var run = await service.QueueAsync(connector, "rest", full is true, dryRun is true, cancellationToken);
        worker.Execute(run.Id);

        return TypedResults.Accepted(string.Create(CultureInfo.InvariantCulture, $"/api/runs/{run.Id}"), RunView.Of(run));
    }

    private static async Task<List<RunView>> ListAsync(string? connector, string? state, int? take, RunService service, CancellationToken cancellationToken) =>
        [.. (await service.ListAsync(connector, State(state), Paging.Take(take), cancellationToken)).Select(RunView.Of)];

    private static RunState? State(string? text) => text is null ? null : RunWords.ParseState(text) ?? throw new HostException(
        HostProblem.Usage, $"A run has no state '{text}'.", $"There are: {string.Join(", ", Enum.GetNames<RunState>().Select(JsonNamingPolicy.CamelCase.ConvertName))}.");

    private static async Task<RunView> GetAsync(long run, RunService service, CancellationToken cancellationToken) =>
        RunView.Of(await service.GetAsync(run, cancellationToken));

    private static async Task<RunView> CancelAsync(long run, RunService service, CancellationToken cancellationToken) =>
        RunView.Of(await service.CancelAsync(run, cancellationToken));

    private static async Task<ContentHttpResult> CertificateAsync(long run, RunCertificates certificates, CancellationToken cancellationToken) =>
        TypedResults.Text((await certificates.GetAsync(run, cancellationToken)).ToString(), "application/json");

    private static async Task<RunView> ViewAsync(Task<Run> run) => RunView.Of(await run);

    private static async Task<ServerSentEventsResult<RunSnapshot>> ProgressAsync(long run, RunService service, TimeProvider clock, CancellationToken cancellationToken)
    {
        // Asked for first, so that a run that is not there is told as a problem and not as an empty stream.
        await service.GetAsync(run, cancellationToken);

        return TypedResults.ServerSentEvents(EventsAsync(run, service, clock, cancellationToken));
    }

    private static async IAsyncEnumerable<SseItem<RunSnapshot>> EventsAsync(
        long run, RunService service, TimeProvider clock, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var snapshot in service.WatchAsync(run, cancellationToken))
        {
            yield return new(snapshot, "progress");

            if (!snapshot.HasEnded)
            {
                await Task.Delay(ProgressPause, clock, cancellationToken);
            }
        }
    }

    /// <param name="Note">Why; kept with the run and in the audit trail.</param>
    internal sealed record DecisionBody(string? Note);
}
