namespace Host.Sample.EndpointServers;

public static class EndpointServerServices
{
    public static IServiceCollection AddEndpointServers(this IServiceCollection services) => services
        .AddSingleton<ThisProcess>()
        .AddSingleton<EndpointServerService>()
        .AddSingleton<ServerProcesses>()
        .AddSingleton<FeatureService>();
}
