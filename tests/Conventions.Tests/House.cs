using System.Reflection;
using System.Runtime.Loader;

namespace Conventions.Tests;

/// <summary>A built assembly, read where the build put it.</summary>
internal sealed class House : AssemblyLoadContext
{
    private readonly AssemblyDependencyResolver _resolver;

    private House(string name)
        : base(name)
    {
        var configuration = new DirectoryInfo(AppContext.BaseDirectory).Name;
        var path = Path.Combine(Repository.Root, "artifacts", "bin", name, configuration, name + ".dll");
        File.Exists(path).ShouldBeTrue($"{name} is not built for '{configuration}'. Build the solution first.");
        _resolver = new(path);
        Assembly = LoadFromAssemblyPath(path);
    }

    public Assembly Assembly { get; }

    public IEnumerable<string> References => Assembly.GetReferencedAssemblies().Select(reference => reference.Name ?? "");

    public static House Open(string name) => new(name);

    // What the frameworks bring is taken from them, the rest from beside the assembly.
    protected override Assembly? Load(AssemblyName assemblyName)
    {
        try
        {
            return Default.LoadFromAssemblyName(assemblyName);
        }
        catch (IOException)
        {
            return _resolver.ResolveAssemblyToPath(assemblyName) is { } path ? LoadFromAssemblyPath(path) : null;
        }
    }
}
