using System.Security.Cryptography;
using System.Text;
using Host.Sample.Database;
using Host.Sample.Inventory;
using Host.Sample.Licences;
using Host.Sample.Runs;
using Host.Sample.Runs.Trend;
using Microsoft.EntityFrameworkCore;

namespace Host.Sample.Insights;

/// <summary>Puts together what an analyst sees first. What takes long is kept (<see cref="KeptFigures"/>), the rest is read.</summary>
public sealed class Dashboards
{
    /// <summary>How many runs the course over time goes back.</summary>
    public const int MostPoints = 60;

    private readonly IDbContextFactory<HostDatabase> _databases;
    private readonly InventoryReader _inventory;
    private readonly SummaryReader _summaries;
    private readonly AppRiskReader _apps;
    private readonly SeatTrend _trend;
    private readonly KeptFigures _kept;
    private readonly FiguresCatalogue _catalogue;

    internal Dashboards(IDbContextFactory<HostDatabase> databases, InventoryReader inventory, SummaryReader summaries, AppRiskReader apps, SeatTrend trend, KeptFigures kept, FiguresCatalogue catalogue) =>
        (_databases, _inventory, _summaries, _apps, _trend, _kept, _catalogue) = (databases, inventory, summaries, apps, trend, kept, catalogue);

    /// <summary>The dashboard as far as it is known now; what is not begins to be worked out.</summary>
    /// <exception cref="HostException">As <see cref="InventoryReader.OpenAsync"/>.</exception>
    public async Task<Dashboard> LookAsync(string connector, AsOf asOf, CancellationToken cancellationToken)
    {
        var source = await _inventory.OpenAsync(connector, asOf, cancellationToken);
        var counts = await _kept.LookAsync(_catalogue.Inventory, source, cancellationToken);
        var licences = await _kept.LookAsync(_catalogue.Licences, source, cancellationToken);

        return await ComposeAsync(source, counts, licences, cancellationToken);
    }

    /// <summary>The whole dashboard, waited for.</summary>
    /// <inheritdoc cref="LookAsync"/>
    public async Task<Dashboard> WholeAsync(string connector, AsOf asOf, CancellationToken cancellationToken)
    {
        var source = await _inventory.OpenAsync(connector, asOf, cancellationToken);

        return await ComposeAsync(source, await WaitAsync(_catalogue.Inventory, source, cancellationToken), await WaitAsync(_catalogue.Licences, source, cancellationToken), cancellationToken);
    }

    /// <summary>What <see cref="Dashboard.Stamp"/> would be now: a few small queries, for those who look again and again.</summary>
    /// <exception cref="HostException">As <see cref="InventoryReader.OpenAsync"/>.</exception>
    public async Task<string> StampAsync(string connector, AsOf asOf, CancellationToken cancellationToken)
    {
        var source = await _inventory.OpenAsync(connector, asOf, cancellationToken);

        return Stamp(source, await _catalogue.Inventory.BasisAsync(source, cancellationToken), await _catalogue.Licences.BasisAsync(source, cancellationToken));
    }

    private async Task<Kept<T>> WaitAsync<T>(FiguresKind<T> kind, InventorySource source, CancellationToken cancellationToken)
        where T : class
    {
        try
        {
            return new(await _kept.GetAsync(kind, source, cancellationToken), null, "");
        }
        catch (HostException exception)
        {
            return new(null, exception, "");
        }
    }

    private async Task<Dashboard> ComposeAsync(InventorySource source, Kept<InventoryFigures> counts, Kept<LicenceCounts> licences, CancellationToken cancellationToken)
    {
        await using var database = await _databases.CreateDbContextAsync(cancellationToken);
        var run = await database.Runs.AsNoTracking().Include(run => run.Streams).SingleAsync(run => run.Id == source.RunId, cancellationToken);

        return new()
        {
            Connector = source.Connector.Name,
            ConnectorId = source.Connector.Id,
            RunId = run.Id,
            AsOf = run.StartedAt ?? run.QueuedAt,
            Verdict = run.Verdict(),
            Tenant = await _summaries.TenantAsync(source, cancellationToken),
            Inventory = counts.Figures,
            InventoryProblem = Words(counts.Problem),
            Licences = licences.Figures,
            LicencesProblem = Words(licences.Problem),
            Apps = await _apps.ReadAsync(source, cancellationToken),
            Trend = await _trend.LastAsync(source.Connector, source.RunId, MostPoints, cancellationToken),
            Gaps = SummaryReader.Gaps(run),
            Stamp = Stamp(source, await _catalogue.Inventory.BasisAsync(source, cancellationToken), await _catalogue.Licences.BasisAsync(source, cancellationToken)),
        };
    }

    private static string? Words(HostException? problem) => problem is null ? null : $"{problem.Message} {problem.Fix}".TrimEnd();

    private static string Stamp(InventorySource source, string inventory, string licences) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{source.Connector.Name}\n{source.RunId}\n{inventory}\n{licences}")));
}
