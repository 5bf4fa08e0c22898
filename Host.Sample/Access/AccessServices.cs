using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Host.Sample.Access;

public static class AccessServices
{
    public static IServiceCollection AddAccess(this IServiceCollection services)
    {
        // Without a door in between it is whoever started the program; a door that others come through says who they are.
        services.TryAddSingleton(new CurrentActor(Actor.CommandLine));

        return services.AddSingleton<AuditTrail>().AddSingleton<AccessKeys>();
    }
}
