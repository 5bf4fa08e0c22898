namespace Host.Sample.Support;

public static class SupportServices
{
    public static IServiceCollection AddSupport(this IServiceCollection services) => services
        .AddSingleton<SupportBundle>()
        .AddSingleton<DebugLevel>();
}
