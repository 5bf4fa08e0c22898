namespace Plugin.Abstractions.Collection;

/// <summary>Told when a stream begins to wait for the service, so that progress can say so while it lasts.</summary>
/// <remarks>Implemented by the host; cheap, may be called from several streams at once. The time waited is counted from <see cref="PageEvidence.Waited"/>, not from here.</remarks>
public interface IWaitObserver
{
    /// <summary>A wait begins.</summary>
    /// <param name="streamId">The stream that waits.</param>
    /// <param name="duration">How long it expects to.</param>
    /// <param name="reason">Why, in a few words: <c>pace of trees.list</c>.</param>
    void Waiting(string streamId, TimeSpan duration, string reason);
}
