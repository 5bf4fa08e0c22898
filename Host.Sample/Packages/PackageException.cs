namespace Host.Sample.Packages;

/// <summary>A package that is refused: what is wrong with it, and what to do.</summary>
internal sealed class PackageException(string message, string fix) : Exception(message)
{
    public string Fix { get; } = fix;
}
