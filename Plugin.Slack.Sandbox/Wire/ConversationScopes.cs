using Plugin.Slack.Sandbox.Access;
using Plugin.Slack.Sandbox.Workspace;

namespace Plugin.Slack.Sandbox.Wire;

/// <summary>Which scope opens which kind of conversation.</summary>
internal static class ConversationScopes
{
    private static readonly (string Type, ConversationKind Kind, string Scope, string HistoryScope)[] Table =
    [
        ("public_channel", ConversationKind.PublicChannel, "channels:read", "channels:history"),
        ("private_channel", ConversationKind.PrivateChannel, "groups:read", "groups:history"),
        ("mpim", ConversationKind.Mpim, "mpim:read", "mpim:history"),
        ("im", ConversationKind.Im, "im:read", "im:history"),
    ];

    /// <summary>Reads <c>types</c>; without it only public channels are meant.</summary>
    public static bool TryRead(string? types, out ConversationKind kinds)
    {
        kinds = ConversationKind.None;
        foreach (string type in (types ?? "public_channel").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            int row = Array.FindIndex(Table, entry => entry.Type == type);
            if (row < 0)
            {
                return false;
            }

            kinds |= Table[row].Kind;
        }

        return kinds != ConversationKind.None;
    }

    /// <summary>The first scope that is needed and not granted, or null.</summary>
    public static string? Missing(ConversationKind kinds, Grant grant)
    {
        foreach ((_, ConversationKind kind, string scope, _) in Table)
        {
            if (kinds.HasFlag(kind) && !grant.Has(scope))
            {
                return scope;
            }
        }

        return null;
    }

    /// <summary>Finds the conversation whose messages are asked for. A user's private ones are there for that user only.</summary>
    public static bool TryFindHistory(ApiCall call, int day, out Conversation conversation)
    {
        SlackWorkspace workspace = call.Workspace;
        if (!workspace.Conversations.TryFind(call.Arguments.Text("channel"), day, out conversation)
            || (conversation.Kind != ConversationKind.PublicChannel && call.Grant.UserIndex != workspace.People.Population.IndexOf(0)))
        {
            call.Refuse("channel_not_found");
            return false;
        }

        ConversationKind kind = conversation.Kind;
        string needed = Table.First(entry => entry.Kind == kind).HistoryScope;
        if (!call.Grant.Has(needed))
        {
            call.Refuse("missing_scope", needed: needed, provided: call.Grant.ScopeList);
            return false;
        }

        return true;
    }

    /// <summary>Finds the conversation that <c>channel</c> names. Refuses when there is none or its scope is missing.</summary>
    public static bool TryFind(ApiCall call, int day, out Conversation conversation)
    {
        if (!call.Workspace.Conversations.TryFind(call.Arguments.Text("channel"), day, out conversation))
        {
            call.Refuse("channel_not_found");
            return false;
        }

        if (Missing(conversation.Kind, call.Grant) is { } needed)
        {
            call.Refuse("missing_scope", needed: needed, provided: call.Grant.ScopeList);
            return false;
        }

        return true;
    }
}
