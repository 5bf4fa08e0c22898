using System.Collections.Concurrent;
using System.Security.Cryptography.X509Certificates;
using Host.Sample.Plugins;

namespace Host.Sample.Packages;

/// <summary>Holds a plugin's folder against its hashes, its signature and the host's policy. Runs nothing of it.</summary>
public sealed class PackageVerifier(HostOptions options, TimeProvider clock)
{
    private static readonly TimeSpan RemembersFor = TimeSpan.FromHours(1);

    private readonly Lazy<X509Certificate2Collection> _trusted = new(() => TrustedCertificates.Read(options.TrustedCertificates));
    private readonly ConcurrentDictionary<string, Known> _known = new();

    /// <summary>As <see cref="Verify"/>, without reading all files again while names, lengths and times have stayed the same.</summary>
    public PackageVerdict Glance(string folder)
    {
        var stamp = FolderStamp.Of(folder);
        var now = clock.GetUtcNow();

        if (_known.TryGetValue(folder, out var known) && known.Stamp == stamp && now - known.At < RemembersFor)
        {
            return known.Verdict;
        }

        var verdict = Verify(folder);
        _known[folder] = new(stamp, now, verdict);

        return verdict;
    }

    /// <summary>Reads every file. A plain folder without a list is good unless the policy asks for a signature.</summary>
    public PackageVerdict Verify(string folder)
    {
        try
        {
            return Judge(folder);
        }
        catch (PackageException refusal)
        {
            return new(refusal.Message, refusal.Fix, new(TrustLevel.None, null, null));
        }
    }

    private PackageVerdict Judge(string folder)
    {
        var bytes = HashList.ReadBytes(folder);
        var signature = HashList.ReadSignature(folder);

        if (bytes is null)
        {
            return signature is null
                ? Weigh(new(TrustLevel.None, null, $"It has no {HashList.FileName}: nothing says which files belong to it."))
                : throw new PackageException($"There is a signature but no {HashList.FileName}.", "Take the package from the plugin's own release.");
        }

        var differences = string.Join(' ', HashList.Parse(bytes).Differences(HashList.Of(folder)));

        if (differences.Length > 0)
        {
            throw new PackageException($"Its files are not those of its list {HashList.FileName}. {differences}", "Install the package anew from the plugin's own release.");
        }

        if (options.TrustPolicy is TrustPolicy.Off)
        {
            return new(null, null, new(TrustLevel.Hashed, null, null));
        }

        return Weigh(signature is null
            ? new(TrustLevel.Hashed, null, "Nobody has signed it.")
            : PackageSignature.Judge(bytes, signature, _trusted.Value, clock.GetUtcNow()));
    }

    private PackageVerdict Weigh(PackageTrust trust) => options.TrustPolicy switch
    {
        TrustPolicy.Off => new(null, null, trust with { Note = null }),
        TrustPolicy.Require when trust.Level is not TrustLevel.Trusted => new(
            $"This host uses only plugins that a trusted certificate has signed. {trust.Note}",
            "Have the package signed ('plugins sign'), or name the signer's certificate or its root by --trusted-certificate.",
            trust),
        _ => new(null, null, trust),
    };

    private sealed record Known(string Stamp, DateTimeOffset At, PackageVerdict Verdict);
}
