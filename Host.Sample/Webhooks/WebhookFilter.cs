using Host.Sample.Insights;

namespace Host.Sample.Webhooks;

/// <summary>What a webhook is told.</summary>
/// <param name="Events">Events of runs; none: all.</param>
/// <param name="Kinds">Kinds of change, or what they begin with, that a published run is told with; none: all.</param>
public sealed record WebhookFilter(IReadOnlyList<string> Events, IReadOnlyList<string> Kinds)
{
    public static WebhookFilter Everything { get; } = new([], []);

    /// <exception cref="HostException"><see cref="HostProblem.Invalid"/>, <see cref="HostProblem.Usage"/>: there is no such event or kind of change.</exception>
    public void Check()
    {
        if (Events.FirstOrDefault(name => !WebhookEvent.OfRuns.ContainsKey(name)) is { } unknown)
        {
            throw new HostException(HostProblem.Invalid, $"There is no event '{unknown}'.", $"There are: {string.Join(", ", WebhookEvent.OfRuns.Keys)}.");
        }

        Changes().Check();
    }

    public bool Wants(string name) => Events.Count == 0 || Events.Contains(name);

    /// <summary>Which events of the feed are told.</summary>
    public FeedQuery Changes() => new() { Kinds = Kinds };
}
