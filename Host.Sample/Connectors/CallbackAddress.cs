namespace Host.Sample.Connectors;

/// <summary>Where services send people back to.</summary>
public sealed class CallbackAddress(HostOptions options)
{
    public const string Prefix = "/cmp/";

    private volatile Uri? _listening;

    /// <summary>The address that the web door really listens on, once it does; it differs from the one asked for when that has port 0.</summary>
    public Uri Listening
    {
        get => _listening ?? options.Address;
        set => _listening = value;
    }

    /// <summary>Where browsers reach the host.</summary>
    public Uri Host => options.PublicAddress ?? Listening;

    public Uri For(string callbackName) => new(Host, Prefix + callbackName);
}
