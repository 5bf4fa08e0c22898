namespace Host.Sample.Insights;

public static class InsightServices
{
    public static IServiceCollection AddInsights(this IServiceCollection services) => services
        .AddSingleton<SummaryReader>()
        .AddSingleton<Comparisons>()
        .AddSingleton<ChangeReader>()
        .AddSingleton<ChangeFeed>()
        .AddSingleton<FeedTimeline>()
        .AddSingleton<FeedLines>()
        .AddSingleton<HeldComparisons>()
        .AddSingleton<AccountDossier>()
        .AddSingleton<InsightService>();
}
