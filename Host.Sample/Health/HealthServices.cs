namespace Host.Sample.Health;

public static class HealthServices
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>The checks behind <c>/health/ready</c>. None of them changes anything; no run asks them.</summary>
    public static IServiceCollection AddHealth(this IServiceCollection services)
    {
        services.AddHealthChecks()
            .AddCheck<StoreHealth>("store", timeout: Patience)
            .AddCheck<SchemaHealth>("schema", timeout: Patience)
            .AddCheck<ClockHealth>("clock", timeout: Patience)
            .AddCheck<DiskHealth>("disk", timeout: Patience)
            .AddCheck<KeyHealth>("keys", timeout: Patience)
            .AddCheck<PluginHealth>("plugins", timeout: Patience)
            .AddCheck<WorkerHealth>("runs", timeout: Patience);

        return services.AddSingleton<HealthReader>();
    }
}
