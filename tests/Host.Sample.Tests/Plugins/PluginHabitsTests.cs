using System.Runtime.CompilerServices;
using Plugin.Abstractions.Settings;

namespace Host.Sample.Tests.Plugins;

/// <summary>What keeps a plugin in memory after it was let go, and what does not: the framework's own caches are cured by the host, what a plugin leaves running is not, and is seen.</summary>
public sealed class PluginHabitsTests
{
    // What stays, stays for ever; what goes may be kept for a while by a thread that was in it.
    private const int Few = 20;
    private const int Many = 200;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("reflection-json")]
    [InlineData("reflection-json-own-options")]
    [InlineData("source-generated-json")]
    [InlineData("type-descriptor")]
    [InlineData("data-annotations")]
    [InlineData("compiled-regex")]
    [InlineData("compiled-expression")]
    [InlineData("xml-serializer")]
    [InlineData("meter-disposed")]
    [InlineData("timer-disposed")]
    public async Task A_plugin_with_usual_habits_is_collected(string habit) => (await IsCollectedAsync(habit, Many)).ShouldBeTrue();

    [Theory]
    [InlineData("timer-left")]
    [InlineData("delay-left")]
    [InlineData("handle-left")]
    [InlineData("encoding-provider")]
    public async Task A_plugin_that_leaves_something_behind_stays_in_memory_and_that_is_seen(string habit) => (await IsCollectedAsync(habit, Few)).ShouldBeFalse();

    private static async Task<bool> IsCollectedAsync(string habit, int collections)
    {
        using TestFolders folders = new();
        folders.InstallChameleon("1.0.0", $$"""{"habit":"{{habit}}"}""");
        var context = await UseAsync(folders);

        for (var collection = 0; context.IsAlive && collection < collections; collection++)
        {
            // Off the stack of the work that has just ended: a thread that was in the plugin keeps it until it does something else.
            await Task.Yield();
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        return !context.IsAlive;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static async Task<WeakReference> UseAsync(TestFolders folders)
    {
        await using PluginRooms rooms = new(folders.Options);
        var plugins = rooms.Plugins;

        await using (var session = await plugins.OpenAsync("chameleon", Token))
        {
            session.Connector.Validate(SettingValues.Empty).ShouldBeEmpty();
        }

        return plugins.Contexts().ShouldHaveSingleItem();
    }
}
