using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Reflection;
using System.Reflection.Metadata;
using System.Runtime.Loader;

namespace Host.Sample.Plugins;

/// <summary>Two measures that let go of a plugin which the framework's own caches would hold for ever.</summary>
internal static class FrameworkCaches
{
    /// <summary>Loads copies of the assemblies whose caches know no way to forget, so that the plugin fills its own. Must come before anything else is loaded.</summary>
    public static void Isolate(AssemblyLoadContext context)
    {
        foreach (var type in (Type[])[typeof(TypeConverter), typeof(ValidationAttribute)])
        {
            if (type.Assembly.Location is { Length: > 0 } file)
            {
                context.LoadFromAssemblyPath(file);
            }
        }
    }

    /// <summary>Empties the caches that can be emptied (those that a hot reload would empty).</summary>
    public static void Clear()
    {
        foreach (var handler in AppDomain.CurrentDomain.GetAssemblies()
            .Where(assembly => !assembly.IsCollectible)
            .SelectMany(assembly => assembly.GetCustomAttributes<MetadataUpdateHandlerAttribute>()))
        {
            handler.HandlerType
                .GetMethod("ClearCache", BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic, [typeof(Type[])])
                ?.Invoke(null, [null]);
        }
    }
}
