namespace Host.Sample.Runs;

/// <summary>A stream cannot go on. Carries what the plugin threw as texts.</summary>
#pragma warning disable CA1064 // Never leaves the room.
internal sealed class StreamBrokenException(StreamFailure failure) : Exception(failure.Message)
{
    public StreamFailure Failure { get; } = failure;
}
#pragma warning restore CA1064
