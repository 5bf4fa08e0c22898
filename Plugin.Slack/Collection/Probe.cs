using Plugin.Slack.Api;

namespace Plugin.Slack.Collection;

/// <summary>What asking for as little as possible of a stream came to.</summary>
/// <param name="Failure">What kept it from being read, or <see langword="null"/>.</param>
/// <param name="Unasked">Why no call could be made, in a sentence; <see langword="null"/> when one was.</param>
/// <param name="IsGrantedByScope">Where no call could be made: whether the scope is all that the stream depends on.</param>
internal sealed record Probe(SlackFailure? Failure, string? Unasked = null, bool IsGrantedByScope = false)
{
    public static implicit operator Probe(SlackFailure? failure) => new(failure);
}
