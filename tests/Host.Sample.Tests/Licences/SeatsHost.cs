using Host.Sample.Database;
using Host.Sample.Licences;
using Host.Sample.Runs;
using Host.Sample.Tests.Runs;
using Microsoft.Extensions.DependencyInjection;
using Plugin.Abstractions;
using Plugin.Abstractions.Collection;
using Plugin.Abstractions.Errors;

namespace Host.Sample.Tests.Licences;

/// <summary>A host with a connector of seats.</summary>
internal sealed class SeatsHost : IAsyncDisposable
{
    private readonly TestHost _host;

    private SeatsHost(TestHost host, SeatsConnector connector) => (_host, Connector) = (host, connector);

    public static SeatRules ByUse { get; } = new()
    {
        UnchargedAfter = TimeSpan.FromDays(28),
        FreeAccountTypes = new Dictionary<string, string> { ["robot"] = "Robots are free." },
        IsCreditedWithinTerm = true,
        AppliesTo = "Everybody who buys at the counter.",
    };

    public static StreamEnd Broken { get; } = StreamEnd.Partial(FailureReason.TryLater, "fog", "Fog came up.", "Run again.");

    public static StreamEnd Closed { get; } = StreamEnd.Skipped(FailureReason.GrantScope, "missing_scope", "The scope log:read is missing.", "Grant log:read.");

    public SeatsConnector Connector { get; }

    public TestHost Host => _host;

    /// <summary>When the next run begins.</summary>
    public DateTimeOffset Now => _host.Clock.GetUtcNow();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <param name="rules">How seats are charged.</param>
    /// <param name="looksBack">How far back the log of sign-ins goes, as the service says.</param>
    /// <param name="withDays">Whether the days on which people were seen are collected, too.</param>
    /// <param name="withPlaces">Whether groups, rooms and applications are.</param>
    /// <param name="configure">Rooms of the test's own.</param>
    public static async Task<SeatsHost> StartAsync(SeatRules? rules = null, TimeSpan? looksBack = null, bool withDays = false, bool withPlaces = false, Action<IServiceCollection>? configure = null)
    {
        SeatsConnector connector = new(rules, looksBack);
        var host = await TestHost.StartAsync(new OrchardOpener(connector), options => options, configure, Token);
        string[] streams = ["people", "seats", "sign_ins", .. withDays ? ["days"] : Array.Empty<string>(), "members", .. withPlaces ? ["groups", "rooms", "in_rooms", "apps"] : Array.Empty<string>()];
        await host.AddConnectorAsync("Seats", null, Token, withDays || withPlaces ? streams : null);

        return new(host, connector);
    }

    public DateTimeOffset Ago(double days) => Now.AddDays(-days);

    /// <summary>Somebody whose only use is long ago, so that the log is seen to go back that far.</summary>
    public void AddOldHand(double days = 400) => Connector.Add("old-hand", isBilled: false, signIns: Ago(days));

    public async Task<Run> RunAsync(double daysLater = 0)
    {
        _host.Clock.Advance(TimeSpan.FromDays(daysLater));
        var run = await _host.RunAsync("Seats", Token);

        // A log that is closed or emptied makes the change guard hold the run; whoever knows why accepts it.
        if (run.State is RunState.Held)
        {
            run = await _host.Get<RunDecisions>().AcceptAsync(run.Id, "The test wants it so.", Token);
        }

        run.State.ShouldBe(RunState.Published);

        return run;
    }

    public async Task<AccountPosition> OfAsync(string account, int? idleDays = null, long? asOf = null) =>
        (await _host.Get<PositionService>().PageAsync("Seats", new() { AccountId = account, IdleDays = idleDays, AsOf = asOf }, Token)).Positions.Single();

    public Task<PositionPage> PositionsAsync(PositionQuery query) => _host.Get<PositionService>().PageAsync("Seats", query, Token);

    public Task<ReclaimReport> ReclaimAsync(int? idleDays = null) => _host.Get<ReclaimService>().ReportAsync("Seats", new() { IdleDays = idleDays }, Token);

    public Task<SeatTermsView> TermsAsync(SeatTerms terms) => _host.Get<SeatTermsService>().SetAsync("Seats", terms, Token);

    public async ValueTask DisposeAsync() => await _host.DisposeAsync();
}
