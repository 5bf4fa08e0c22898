namespace Host.Sample.SharedValues;

public static class SharedValueServices
{
    public static IServiceCollection AddSharedValues(this IServiceCollection services) => services.AddSingleton<SharedValueStore>();
}
