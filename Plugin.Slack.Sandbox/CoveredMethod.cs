using Plugin.Slack.Sandbox.Wire;

namespace Plugin.Slack.Sandbox;

/// <summary>One Web API method that the sandbox plays. The router enforces what stands here before the method runs.</summary>
public sealed record CoveredMethod
{
    internal CoveredMethod(Func<ApiCall, CancellationToken, Task> answer) => Answer = answer;

    internal CoveredMethod(Action<ApiCall> answer)
        : this((call, _) =>
        {
            answer(call);
            return Task.CompletedTask;
        })
    {
    }

    /// <summary>For example <c>users.list</c>.</summary>
    public required string Name { get; init; }

    public required RateTier Tier { get; init; }

    /// <summary>Whether a user token is asked for; <c>oauth.v2.access</c> takes the app's credentials instead.</summary>
    public bool NeedsToken { get; init; } = true;

    /// <summary>Any one suffices; empty: every token may call.</summary>
    public IReadOnlyList<string> Scopes { get; init; } = [];

    /// <summary>Whether the scope follows from the kind of conversation asked for, so that the method itself decides.</summary>
    public bool ScopeByConversationType { get; init; }

    /// <summary>Whether the cap on reading messages holds for it, where there is one.</summary>
    public bool IsHistory { get; init; }

    public Paging Paging { get; init; }

    /// <summary>Items when no limit is sent; 0: the whole list.</summary>
    public int DefaultPage { get; init; }

    /// <summary>A larger limit gives this many.</summary>
    public int MaxPage { get; init; }

    /// <summary>Whether an organisation's token must name a workspace.</summary>
    public bool NeedsTeam { get; init; }

    /// <summary>The code a free workspace gets; null: the method answers on every plan.</summary>
    public string? RefusedOnFree { get; init; }

    /// <summary>Whether a JSON body is read; elsewhere Slack ignores it in silence.</summary>
    public bool ReadsJson { get; init; }

    /// <summary>What is left out or chosen, for the table in the README.</summary>
    public string Note { get; init; } = string.Empty;

    internal Func<ApiCall, CancellationToken, Task> Answer { get; }
}
