using System.Runtime.InteropServices;

namespace Plugin.Slack.Sandbox.Workspace;

/// <summary>One conversation on one day.</summary>
/// <param name="Index">Place in the list of everything the token's user can see.</param>
/// <param name="Number">Place among its like: channels, group conversations, direct conversations.</param>
/// <param name="Archived">Unix seconds; 0: it lives.</param>
/// <param name="Start">The rank its members start at.</param>
/// <param name="Topics">How often its topic was changed by script.</param>
/// <param name="Ranks">How many ranks from there on were members on the first day.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Conversation(
    int Index, int Number, ConversationKind Kind, ulong Dice, long Created, long Updated, long Archived, int Start, int Ranks, int Topics = 0)
{
    public bool IsArchived => Archived != 0;

    public bool IsChannel => Kind is ConversationKind.PublicChannel or ConversationKind.PrivateChannel;

    public bool IsGeneral => Kind == ConversationKind.PublicChannel && Number == 0;

    public bool IsShared => Number > 1 && Kind == ConversationKind.PublicChannel && Dice % 17 == 3;

    /// <summary>Private channels from before March 2021 kept their old kind of id.</summary>
    public bool IsOldGroup => Kind == ConversationKind.PrivateChannel && Created < 1_614_556_800;
}
