using System.Reflection;
using System.Runtime.Loader;

namespace Host.Sample.Plugins;

/// <summary>Gives a plugin the host's own copy of a shared assembly whatever version it asks for; the manifest's contract version has been checked by then.</summary>
/// <remarks>Left to itself, the loader takes a newer version that is asked for as not found, and the plugin fails with a misleading message.</remarks>
internal sealed class VersionBlindContext() : AssemblyLoadContext("shared with plugins", isCollectible: false)
{
    protected override Assembly? Load(AssemblyName assemblyName) => Default.LoadFromAssemblyName(new(assemblyName.Name!));
}
