using System.CodeDom.Compiler;
using System.Collections;
using System.Reflection;
using System.Runtime.CompilerServices;
using Host.Sample.Plugins;

namespace Host.Sample.Conformance;

/// <summary>The static fields of a plugin's own assembly: which can change, and how much lies in those that cannot. Holds text and numbers only.</summary>
internal sealed class StaticState
{
    private const BindingFlags Statics = BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    private readonly Dictionary<string, int> _counts = [];
    private readonly List<string> _changeable = [];

    // Nothing of the plugin may stay on the caller's stack.
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static StaticState Take(PluginGeneration generation)
    {
        var state = new StaticState();

        foreach (var field in generation.CreateEntry().GetType().Assembly.GetTypes().Where(type => !type.ContainsGenericParameters && !IsGenerated(type)).SelectMany(type => type.GetFields(Statics)))
        {
            var name = $"{field.DeclaringType!.FullName}.{field.Name}";

            // What stands behind a static property without a setter is as fixed as a field.
            if (!field.IsInitOnly && !field.IsLiteral && !IsGenerated(field))
            {
                state._changeable.Add(name);
            }
            else if (!field.IsLiteral && field.GetValue(null) is ICollection collection)
            {
                state._counts[name] = collection.Count;
            }
        }

        return state;
    }

    public IReadOnlyList<string> Findings(StaticState later) =>
    [
        .. later._changeable.Select(name => $"The static field {name} can change; keep state in the objects of a session."),
        .. later._counts.Where(entry => _counts.TryGetValue(entry.Key, out var before) && before != entry.Value)
            .Select(entry => $"The static collection {entry.Key} had {_counts[entry.Key]} entries at first and has {entry.Value} now."),
    ];

    private static bool IsGenerated(MemberInfo member) =>
        member.Name.Contains('<', StringComparison.Ordinal)
        || member.IsDefined(typeof(CompilerGeneratedAttribute), inherit: false)
        || member.IsDefined(typeof(GeneratedCodeAttribute), inherit: false)
        || (member.DeclaringType is { } type && IsGenerated(type));
}
