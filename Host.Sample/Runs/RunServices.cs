using Host.Sample.Runs.Guard;
using Host.Sample.Runs.Health;
using Host.Sample.Runs.Proof;
using Host.Sample.Runs.Retention;
using Host.Sample.Runs.Trend;

namespace Host.Sample.Runs;

public static class RunServices
{
    /// <summary>Runs; a process that is hosted (<c>serve</c>) also takes up interrupted and queued ones by itself.</summary>
    public static IServiceCollection AddRuns(this IServiceCollection services) => services
        .AddSingleton<RunProgress>()
        .AddSingleton<RunHalt>()
        .AddSingleton<CertificateKey>()
        .AddSingleton<RunCertificates>()
        .AddSingleton<RunVerification>()
        .AddSingleton<CheckMaker>()
        .AddSingleton<RunEnding>()
        .AddSingleton<RunExecutor>()
        .AddSingleton<RunDecisions>()
        .AddSingleton<GuardRules>()
        .AddSingleton<RowPruning>()
        .AddSingleton<RunRetention>()
        .AddSingleton<OldFigures>()
        .AddSingleton<SeatTrend>()
        .AddSingleton<RunService>()
        .AddSingleton<LeftRuns>()
        .AddSingleton<RunForecasts>()
        .AddSingleton<ShadowRuns>()
        .AddSingleton<StreamStates>()
        .AddSingleton<RunEstimates>()
        .AddSingleton<HealthReader>()
        .AddSingleton<RunWorker>()
        .AddHostedService(provider => provider.GetRequiredService<RunWorker>());
}
