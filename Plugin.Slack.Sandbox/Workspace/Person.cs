using System.Runtime.InteropServices;

namespace Plugin.Slack.Sandbox.Workspace;

/// <summary>One user record on one day.</summary>
/// <param name="Index">Place in <c>users.list</c>.</param>
/// <param name="Rank">Place by activity, 0 the most active; the record's class follows from it. −1 for people who joined later.</param>
/// <param name="Dice">Chance of this person, for everything that needs no more than variety.</param>
/// <param name="Titles">How often the title changed since the first day.</param>
/// <param name="Updated">Unix seconds of the record's last change.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Person(int Index, int Rank, ulong Dice, AccountClass Class, int Titles, long Updated)
{
    /// <summary>The rank of people from another workspace.</summary>
    public const int ForeignRank = -2;

    public bool IsForeign => Rank == ForeignRank;

    public bool IsPerson => Class < AccountClass.Stranger;

    public bool IsAdmin => Class is AccountClass.PrimaryOwner or AccountClass.Owner or AccountClass.Admin;

    public bool IsGuest => Class is AccountClass.MultiChannelGuest or AccountClass.SingleChannelGuest;
}
