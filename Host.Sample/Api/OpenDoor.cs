namespace Host.Sample.Api;

/// <summary>Marks the few endpoints that need no access key.</summary>
internal sealed class OpenDoor
{
    public static OpenDoor Mark { get; } = new();
}
