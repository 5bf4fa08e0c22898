using System.Reflection;
using Plugin.Abstractions;

namespace Host.Sample.Plugins;

/// <summary>The assemblies whose types host and plugin must agree on. One list: what is shared is also what no plugin may ship.</summary>
internal static class SharedAssemblies
{
    /// <summary>A type of each.</summary>
    public static Type[] Types { get; } = [typeof(IConnectorPlugin), typeof(IServiceCollection), typeof(ILogger)];

    public static IReadOnlyList<string> FileNames { get; } = [.. Types.Select(type => $"{type.Assembly.GetName().Name}.dll")];

    public static bool Contains(AssemblyName name) => Types.Any(type => string.Equals(type.Assembly.GetName().Name, name.Name, StringComparison.OrdinalIgnoreCase));
}
