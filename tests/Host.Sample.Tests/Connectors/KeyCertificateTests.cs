using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Host.Sample.Connectors;
using Host.Sample.Logs;
using Host.Sample.Tests.Packages;
using Microsoft.Extensions.DependencyInjection;

namespace Host.Sample.Tests.Connectors;

/// <summary>Keys that several hosts share, encrypted for a certificate that only these hosts have.</summary>
public sealed class KeyCertificateTests : IDisposable
{
    private const string Password = "open sesame";

    private readonly TestFolders _folders = new();

    private HostOptions Shared => _folders.Options with { SharedKeys = Path.Combine(_folders.Plugins, "..", "keys") };

    public void Dispose() => _folders.Dispose();

    [Theory]
    [InlineData(".pfx")]
    [InlineData(".pem")]
    public async Task Who_has_the_certificate_reads_what_another_host_encrypted_and_who_has_the_folder_alone_does_not(string kind)
    {
        var options = Shared with { KeyCertificate = Certificate(kind), KeyCertificatePassword = Password };
        byte[] hidden;

        await using (var first = Compose(options))
        {
            hidden = first.GetRequiredService<SecretVault>().Protect([1, 2, 3], "somewhere");
        }

        await using var second = Compose(options with { DataFolder = Path.Combine(_folders.Data, "second") });
        second.GetRequiredService<SecretVault>().Unprotect(hidden, "somewhere").ShouldBe([1, 2, 3]);
        var key = await File.ReadAllTextAsync(Directory.EnumerateFiles(options.KeyFolder, "key-*.xml").ShouldHaveSingleItem(), TestContext.Current.CancellationToken);
        key.ShouldContain("EncryptedData");
        key.ShouldNotContain("<value>");
        await using var without = Compose(options with { KeyCertificate = null });
        Should.Throw<HostException>(() => without.GetRequiredService<SecretVault>().Unprotect(hidden, "somewhere"));
    }

    [Theory]
    [InlineData("missing", "cannot be used")]
    [InlineData("password", "cannot be used")]
    [InlineData("elliptic", "no private RSA key")]
    [InlineData("garbage", "cannot be used")]
    public void A_certificate_that_cannot_be_used_is_told_before_anything_is_done(string what, string message)
    {
        var file = what switch
        {
            "missing" => Path.Combine(_folders.Plugins, "none.pfx"),
            "elliptic" => Elliptic(),
            "garbage" => Garbage(),
            _ => Certificate(".pfx"),
        };
        var options = Shared with { KeyCertificate = file, KeyCertificatePassword = what is "password" ? "wrong" : what is "elliptic" ? null : Password };

        var told = Should.Throw<HostException>(() => Compose(options));

        told.Problem.ShouldBe(HostProblem.Usage);
        told.Message.ShouldContain(message);
        told.Fix.ShouldContain("--keys-certificate");
        (told.Message + told.Fix).ShouldNotContain(Password);
        Directory.Exists(options.KeyFolder).ShouldBeFalse();
    }

    private static ServiceProvider Compose(HostOptions options) => new ServiceCollection().AddLogging().AddSingleton<KnownSecrets>().AddHostRooms(options).BuildServiceProvider();

    private string Certificate(string kind)
    {
        using SomeCertificate company = new();
        var file = company.Issue(Path.Combine(_folders.Plugins, "keys.pfx"), "Hosts", password: Password);

        if (kind is ".pfx")
        {
            return file;
        }

        using var both = X509CertificateLoader.LoadPkcs12FromFile(file, Password, X509KeyStorageFlags.Exportable);
        using var key = both.GetRSAPrivateKey()!;
        var pem = Path.ChangeExtension(file, kind);
        File.WriteAllText(pem, $"{both.ExportCertificatePem()}\n{key.ExportEncryptedPkcs8PrivateKeyPem(Password, new(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 1000))}");

        return pem;
    }

    private string Elliptic()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        CertificateRequest request = new("CN=Hosts", key, HashAlgorithmName.SHA256);
        using var made = request.CreateSelfSigned(TimeProvider.System.GetUtcNow().AddDays(-1), TimeProvider.System.GetUtcNow().AddYears(1));
        var file = Path.Combine(_folders.Plugins, "elliptic.pem");
        File.WriteAllText(file, $"{made.ExportCertificatePem()}\n{key.ExportPkcs8PrivateKeyPem()}");

        return file;
    }

    private string Garbage()
    {
        var file = Path.Combine(_folders.Plugins, "garbage.pfx");
        File.WriteAllText(file, "no certificate");

        return file;
    }
}
