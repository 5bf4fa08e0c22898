namespace Plugin.Slack.Sandbox.Workspace;

/// <summary>Chance that always falls the same way: a hash of what it is asked about.</summary>
internal static class Chance
{
    public static ulong Of(ulong seed, ulong about)
    {
        // SplitMix64: three multiplications, and neighbouring numbers come out unrelated.
        ulong mixed = seed + (about * 0x9E3779B97F4A7C15UL) + 0x9E3779B97F4A7C15UL;
        mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9UL;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EBUL;
        return mixed ^ (mixed >> 31);
    }

    public static ulong Of(ulong seed, string about)
    {
        ulong mixed = seed;
        foreach (char letter in about)
        {
            mixed = Of(mixed, letter);
        }

        return mixed;
    }
}
