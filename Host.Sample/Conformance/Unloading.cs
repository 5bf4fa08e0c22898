using System.Runtime.CompilerServices;

namespace Host.Sample.Conformance;

/// <summary>Sees whether a version that was let go is really gone.</summary>
internal static class Unloading
{
    private const int FewCollections = 4;
    private const int MostCollections = 40;

    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(100);

    public static async Task<(IReadOnlyList<string> Findings, string? Note)> FindAsync(WeakReference context, TimeProvider clock, CancellationToken cancellationToken)
    {
        // A thread that has just left the plugin may still have it on its stack.
        await Task.Delay(Patience, clock, cancellationToken);
        var collections = 0;

        while (context.IsAlive && collections < MostCollections)
        {
            Collect();
            collections++;

            if (collections > FewCollections)
            {
                await Task.Delay(Patience, clock, cancellationToken);
            }
        }

        return context.IsAlive
            ? (["It is still in memory after it was let go: a timer, a thread, a handler of an event of the process or a cache holds it."], null)
            : ([], collections == 1 ? "Gone after 1 collection." : $"Gone after {collections} collections.");
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Collect()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
    }
}
