using Microsoft.Extensions.DependencyInjection;

namespace Plugin.Slack;

/// <summary>A service that is made when it is first needed.</summary>
/// <param name="services">Makes it.</param>
/// <typeparam name="T">The service.</typeparam>
internal sealed class Later<T>(IServiceProvider services) : Lazy<T>(services.GetRequiredService<T>)
    where T : notnull;
