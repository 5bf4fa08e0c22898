using System.Runtime.InteropServices;

namespace Plugin.Slack.Sandbox.Workspace;

/// <summary>One file that the token's user can see.</summary>
/// <param name="Number">Place in the order of making, 0 the oldest.</param>
/// <param name="Created">Unix seconds; grows with the number.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct SharedFile(int Number, ulong Dice, long Created)
{
    /// <summary>A file that somebody of another workspace shared: a list shows only that it is there.</summary>
    public bool IsForeign => Dice % 41 == 5;

    /// <summary>Whether an app put it there, not a person.</summary>
    public bool IsFromBot => !IsForeign && Dice % 13 == 4;

    public FileForm Form => FileForm.All[(int)((Dice >> 20) % (ulong)FileForm.All.Count)];
}
