using System.Globalization;
using Host.Sample.Access;
using Host.Sample.Database;
using Host.Sample.Runs;
using Host.Sample.Tests.Runs;
using Microsoft.EntityFrameworkCore;

namespace Host.Sample.Tests.Web;

/// <summary>A host with a ledger, whose runs a test brings into every state that there is.</summary>
internal sealed class LedgerHost : IAsyncDisposable
{
    public const string Connector = "Home";

    private LedgerHost(TestHost host, LedgerConnector ledger) => (Host, Ledger) = (host, ledger);

    public TestHost Host { get; }

    public LedgerConnector Ledger { get; }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static async Task<LedgerHost> StartAsync()
    {
        LedgerConnector ledger = new();
        var host = await TestHost.StartAsync(new OrchardOpener(ledger), Token);
        await host.AddConnectorAsync(Connector, null, Token, [LedgerConnector.People, LedgerConnector.Seats, LedgerConnector.Visits]);

        return new(host, ledger);
    }

    /// <summary>Runs with so many people, each with a seat that is charged for.</summary>
    public async Task<Run> RunAsync(int people)
    {
        Ledger.Write(LedgerConnector.People, Enumerable.Range(0, people).Select(number => new[] { Id(number), $"Person {number}", "member", null, "active", null, null, null, null }));
        Ledger.Write(LedgerConnector.Seats, Enumerable.Range(0, people).Select(number => new[] { Id(number), "true" }));
        Host.Clock.Advance(TimeSpan.FromDays(1));

        return await Host.RunAsync(Connector, Token);
    }

    /// <summary>A published run, and one that has lost people and is held.</summary>
    public async Task<Run> HoldAsync(int before = 40, int after = 10)
    {
        (await RunAsync(before)).State.ShouldBe(RunState.Published);
        var held = await RunAsync(after);
        held.State.ShouldBe(RunState.Held);

        return held;
    }

    public async Task<Run> GetAsync(long run) => await Host.Runs.GetAsync(run, Token);

    public Task<long> PublishedAsync() => Host.SqlAsync<long>("SELECT PublishedRunId FROM Connectors", Token);

    /// <summary>Does to the store what nobody may.</summary>
    public async Task AlterAsync(string sql)
    {
        await using var database = await Host.DatabaseAsync(Token);
        (await database.Database.ExecuteSqlRawAsync(TestSql.For(Host.Get<HostStore>(), sql), Token)).ShouldBeGreaterThan(0, sql);
    }

    /// <summary>Somebody else does something behind another door.</summary>
    public async Task<T> AsAsync<T>(string name, Func<Task<T>> work)
    {
        Host.Get<CurrentActor>().Become(new(name, AccessRole.Administrator));

        return await work();
    }

    public ValueTask DisposeAsync() => Host.DisposeAsync();

    private static string Id(int number) => string.Create(CultureInfo.InvariantCulture, $"p{number:00000}");
}
