namespace Host.Sample.Insights;

public static class InsightServices
{
    public static IServiceCollection AddInsights(this IServiceCollection services) => services
        .AddSingleton<SummaryReader>()
        .AddSingleton<Comparisons>()
        .AddSingleton<ChangeReader>()
        .AddSingleton<ChangeFeed>()
        .AddSingleton<FeedLines>()
        .AddSingleton<AccountDossier>()
        .AddSingleton<InsightService>();
}
