using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Host.Sample.Schedules;

public static class ScheduleServices
{
    /// <summary>Schedules; a process that is hosted (<c>serve</c>) also begins what is due, by itself.</summary>
    public static IServiceCollection AddSchedules(this IServiceCollection services)
    {
        services.TryAddSingleton(ScheduleLimits.Usual);

        return services
            .AddSingleton<ScheduleCheck>()
            .AddSingleton<ScheduleSignal>()
            .AddSingleton<ScheduleTrouble>()
            .AddSingleton<ScheduleService>()
            .AddSingleton<ScheduleReadiness>()
            .AddSingleton<ScheduleFirings>()
            .AddSingleton<ScheduleClockwork>()
            .AddSingleton<ScheduleSync>()
            .AddHostedService<ScheduleEngine>();
    }
}
