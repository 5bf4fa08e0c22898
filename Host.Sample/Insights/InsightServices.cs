using Host.Sample.Database;
using Host.Sample.Inventory;
using Host.Sample.Licences;
using Host.Sample.Runs.Trend;
using Microsoft.EntityFrameworkCore;

namespace Host.Sample.Insights;

public static class InsightServices
{
    /// <summary>Insights; a process that is hosted (<c>serve</c>) also works out by itself what is looked at first.</summary>
    public static IServiceCollection AddInsights(this IServiceCollection services) => services
        .AddSingleton<FiguresBasis>()
        .AddSingleton<AccountLookup>()
        .AddSingleton<GroupHealth>()
        .AddSingleton(rooms => new SpaceHealth(
            rooms.GetRequiredService<IDbContextFactory<HostDatabase>>(), rooms.GetRequiredService<InventoryReader>(), rooms.GetRequiredService<EvidenceReader>(), rooms.GetRequiredService<FiguresBasis>()))
        .AddSingleton(rooms => new AppRiskReader(rooms.GetRequiredService<InventoryReader>(), rooms.GetRequiredService<AccountLookup>(), rooms.GetRequiredService<FiguresBasis>()))
        .AddSingleton(rooms => new SummaryReader(rooms.GetRequiredService<InventoryReader>(), rooms.GetRequiredService<SpaceHealth>(), rooms.GetRequiredService<GroupHealth>()))
        .AddSingleton<KeptFigures>()
        .AddSingleton<FiguresCatalogue>()
        .AddSingleton(rooms => new Dashboards(
            rooms.GetRequiredService<IDbContextFactory<HostDatabase>>(),
            rooms.GetRequiredService<InventoryReader>(),
            rooms.GetRequiredService<SummaryReader>(),
            rooms.GetRequiredService<AppRiskReader>(),
            rooms.GetRequiredService<SeatTrend>(),
            rooms.GetRequiredService<KeptFigures>(),
            rooms.GetRequiredService<FiguresCatalogue>()))
        .AddHostedService<FiguresWorker>()
        .AddSingleton<Comparisons>()
        .AddSingleton<ChangeReader>()
        .AddSingleton<ChangeFeed>()
        .AddSingleton<FeedTimeline>()
        .AddSingleton<FeedLines>()
        .AddSingleton<HeldComparisons>()
        .AddSingleton<AccountDossier>()
        .AddSingleton(rooms => new InsightService(
            rooms.GetRequiredService<IDbContextFactory<HostDatabase>>(),
            rooms.GetRequiredService<InventoryReader>(),
            rooms.GetRequiredService<SummaryReader>(),
            rooms.GetRequiredService<Comparisons>(),
            rooms.GetRequiredService<ChangeReader>(),
            rooms.GetRequiredService<KeptFigures>(),
            rooms.GetRequiredService<FiguresCatalogue>(),
            rooms.GetRequiredService<FiguresBasis>()));
}
