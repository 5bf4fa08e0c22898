using System.Reflection;
using System.Runtime.CompilerServices;

namespace Conventions.Tests;

/// <summary>A token comes last and is always given.</summary>
public sealed class CancellationTokenTests
{
    private const BindingFlags Declared = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    [Theory]
    [InlineData("Plugin.Abstractions")]
    [InlineData("Plugin.Slack")]
    [InlineData("Plugin.Slack.Sandbox")]
    [InlineData("Host.Sample")]
    public void Tokens_come_last_and_have_no_default(string house)
    {
        var methods = House.Open(house).Assembly.GetTypes()
            .Where(type => !IsGenerated(type) && !typeof(Delegate).IsAssignableFrom(type))
            .SelectMany(type => type.GetMethods(Declared))
            .Where(method => !IsGenerated(method) && method.GetBaseDefinition() == method);

        var wrong = methods.Where(method => method.GetParameters() is { Length: > 0 } parameters
            && Array.FindIndex(parameters, parameter => parameter.ParameterType == typeof(CancellationToken)) is >= 0 and var index
            && (index < parameters.Length - 1 || parameters[index].HasDefaultValue));

        wrong.Select(method => $"{method.DeclaringType}.{method.Name}").ShouldBeEmpty();
    }

    [Theory]
    [InlineData("Plugin.Abstractions")]
    [InlineData("Plugin.Slack")]
    [InlineData("Plugin.Slack.Sandbox")]
    [InlineData("Host.Sample")]
    public void Methods_that_may_wait_say_so_in_their_names(string house)
    {
        var methods = House.Open(house).Assembly.GetTypes()
            .Where(type => !IsGenerated(type) && type.Name is not "Program")
            .SelectMany(type => type.GetMethods(Declared))
            // A member that fills in an interface by its full name is called as whoever made the interface calls it.
            .Where(method => !IsGenerated(method) && method.GetBaseDefinition() == method && IsAwaited(method.ReturnType) && !method.Name.Contains('.', StringComparison.Ordinal));

        methods.Where(method => !method.Name.EndsWith("Async", StringComparison.Ordinal)).Select(method => $"{method.DeclaringType}.{method.Name}").ShouldBeEmpty();
    }

    private static bool IsAwaited(Type type) =>
        typeof(Task).IsAssignableFrom(type)
        || type == typeof(ValueTask)
        || (type.IsGenericType && (type.GetGenericTypeDefinition() == typeof(ValueTask<>) || type.GetGenericTypeDefinition() == typeof(IAsyncEnumerable<>)));

    private static bool IsGenerated(MemberInfo member) =>
        member.IsDefined(typeof(CompilerGeneratedAttribute), inherit: false)
        || member.Name.Contains('<', StringComparison.Ordinal)
        || (member.DeclaringType is { } type && IsGenerated(type));
}
