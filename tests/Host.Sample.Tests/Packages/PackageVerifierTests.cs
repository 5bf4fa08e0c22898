using Host.Sample.Packages;
using Microsoft.Extensions.Time.Testing;

namespace Host.Sample.Tests.Packages;

public sealed class PackageVerifierTests : IDisposable
{
    private readonly TestFolders _folders = new();
    private readonly SomeCertificate _company = new();
    private readonly string _folder;

    public PackageVerifierTests()
    {
        _folder = Path.Combine(_folders.Plugins, "pear", "1.0.0");
        SomePackage.Folder(_folder, SomePackage.Listed(SomePackage.Files()));
    }

    private string Root => _company.WriteRoot(Path.Combine(_folders.Plugins, "..", "root.pem"));

    public void Dispose()
    {
        _company.Dispose();
        _folders.Dispose();
    }

    [Fact]
    public void Files_that_are_those_of_the_list_are_good() => Verify(TrustPolicy.Warn).ShouldBe(new(null, null, new(TrustLevel.Hashed, null, "Nobody has signed it.")));

    [Fact]
    public void A_plain_folder_is_good_unless_the_policy_asks_for_more()
    {
        File.Delete(Path.Combine(_folder, "plugin.sha256"));

        Verify(TrustPolicy.Off).IsRefused.ShouldBeFalse();
        Verify(TrustPolicy.Warn).IsRefused.ShouldBeFalse();
        Verify(TrustPolicy.Require).Problem.ShouldNotBeNull().ShouldContain("only plugins that a trusted certificate has signed");
    }

    [Theory]
    [InlineData(TrustPolicy.Off)]
    [InlineData(TrustPolicy.Warn)]
    [InlineData(TrustPolicy.Require)]
    public void A_changed_a_missing_and_an_extra_file_are_refused_under_every_policy(TrustPolicy policy)
    {
        File.WriteAllText(Path.Combine(_folder, "Pear.dll"), "other code");
        File.Delete(Path.Combine(_folder, "sandbox", "Pear.Sandbox.dll"));
        File.WriteAllText(Path.Combine(_folder, "Extra.dll"), "more code");

        var problem = Verify(policy).Problem.ShouldNotBeNull();

        problem.ShouldContain("Missing: 'sandbox/Pear.Sandbox.dll'.");
        problem.ShouldContain("Not in the list: 'Extra.dll'.");
        problem.ShouldContain("Changed: 'Pear.dll'.");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_link_is_refused_even_when_it_stays_inside(bool isFolder)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Making symbolic links needs a privilege there.");

        if (isFolder)
        {
            Directory.CreateSymbolicLink(Path.Combine(_folder, "again"), Path.Combine(_folder, "sandbox"));
        }
        else
        {
            File.Move(Path.Combine(_folder, "Pear.dll"), Path.Combine(_folder, "sandbox", "Hidden.dll"));
            File.CreateSymbolicLink(Path.Combine(_folder, "Pear.dll"), Path.Combine(_folder, "sandbox", "Hidden.dll"));
        }

        Verify(TrustPolicy.Off).Problem.ShouldNotBeNull().ShouldContain("is a link");
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("ABCDEF0123456789ABCDEF0123456789ABCDEF0123456789ABCDEF0123456789  Pear.dll")]
    [InlineData("0000000000000000000000000000000000000000000000000000000000000000 *Pear.dll")]
    [InlineData("0000000000000000000000000000000000000000000000000000000000000000  ../Pear.dll")]
    [InlineData("0000000000000000000000000000000000000000000000000000000000000000  /etc/passwd")]
    [InlineData("0000000000000000000000000000000000000000000000000000000000000000  a\\b.dll")]
    [InlineData("0000000000000000000000000000000000000000000000000000000000000000  C:evil.dll")]
    [InlineData("0000000000000000000000000000000000000000000000000000000000000000  nul.dll")]
    [InlineData("0000000000000000000000000000000000000000000000000000000000000000  Pear.dll.")]
    [InlineData("0000000000000000000000000000000000000000000000000000000000000000  plugin.sha256")]
    [InlineData("0000000000000000000000000000000000000000000000000000000000000000  A.dll\n0000000000000000000000000000000000000000000000000000000000000000  a.dll")]
    public void A_list_that_is_none_is_refused(string list)
    {
        File.WriteAllText(Path.Combine(_folder, "plugin.sha256"), list + "\n");

        Verify(TrustPolicy.Off).Problem.ShouldNotBeNull().ShouldStartWith("Line ");
    }

    [Fact]
    public async Task What_a_company_has_signed_is_trusted_by_its_root()
    {
        await SignAsync(_company.Issue(Pfx, "Release Team", password: "correct horse"), "correct horse");

        Verify(TrustPolicy.Require, Root).ShouldBe(new(null, null, new(TrustLevel.Trusted, "Release Team", null)));
        Verify(TrustPolicy.Off).Trust.ShouldBe(new(TrustLevel.Hashed, null, null));
    }

    [Theory]
    [InlineData("Other Company Root", "No certificate that this host trusts stands behind it.")]
    [InlineData("Some Company Root", "The chain of its certificate does not hold.")]
    public async Task A_signature_of_strangers_is_told_or_refused_also_when_they_take_the_roots_name(string name, string note)
    {
        using var strangers = new SomeCertificate(name);
        await SignAsync(strangers.Issue(Pfx, "Release Team"));

        Verify(TrustPolicy.Warn, Root).ShouldBe(new(null, null, new(TrustLevel.Signed, "Release Team", note)));
        Verify(TrustPolicy.Require, Root).Problem.ShouldNotBeNull().ShouldContain(note);
        Verify(TrustPolicy.Require).IsRefused.ShouldBeTrue();
    }

    [Fact]
    public async Task A_companys_certificate_for_a_web_server_signs_no_plugin()
    {
        await SignAsync(_company.Issue(Pfx, "www.example.org", isForCode: false));

        Verify(TrustPolicy.Require, Root).Problem.ShouldNotBeNull().ShouldContain("not one for signing code");
    }

    [Theory]
    [InlineData(-400, -10)]
    [InlineData(10, 400)]
    public async Task A_certificate_outside_its_days_is_not_trusted(int from, int to)
    {
        await SignAsync(_company.Issue(Pfx, "Release Team", from, to));

        Verify(TrustPolicy.Require, Root).Problem.ShouldNotBeNull().ShouldContain("not valid today");
    }

    [Fact]
    public async Task A_certificate_that_ends_soon_is_told()
    {
        await SignAsync(_company.Issue(Pfx, "Release Team", validToDays: 10));

        Verify(TrustPolicy.Require, Root).Trust.Note.ShouldNotBeNull().ShouldContain("have the package signed anew");
    }

    [Theory]
    [InlineData(TrustPolicy.Warn)]
    [InlineData(TrustPolicy.Require)]
    public async Task A_new_list_under_an_old_signature_is_refused(TrustPolicy policy)
    {
        await SignAsync(_company.Issue(Pfx, "Release Team"));
        var files = SomePackage.Files();
        files["Pear.dll"] = "other code";
        SomePackage.Folder(_folder, SomePackage.Listed(files));

        Verify(policy, Root).Problem.ShouldNotBeNull().ShouldContain("does not fit");
    }

    [Fact]
    public async Task A_signature_without_its_list_is_refused()
    {
        await SignAsync(_company.Issue(Pfx, "Release Team"));
        File.Delete(Path.Combine(_folder, "plugin.sha256"));

        Verify(TrustPolicy.Off).Problem.ShouldNotBeNull().ShouldContain("a signature but no plugin.sha256");
    }

    [Fact]
    public void A_signature_that_is_none_is_refused()
    {
        File.WriteAllText(Path.Combine(_folder, "plugin.sha256.p7s"), "no signature");

        Verify(TrustPolicy.Warn).Problem.ShouldNotBeNull().ShouldContain("does not fit");
    }

    [Fact]
    public void A_glance_looks_again_when_a_file_has_changed()
    {
        var verifier = new PackageVerifier(_folders.Options, new FakeTimeProvider(TimeProvider.System.GetUtcNow()));
        verifier.Glance(_folder).IsRefused.ShouldBeFalse();

        File.AppendAllText(Path.Combine(_folder, "Pear.dll"), " and more");

        verifier.Glance(_folder).IsRefused.ShouldBeTrue();
    }

    private string Pfx => Path.Combine(_folders.Plugins, "..", "signer.pfx");

    private Task<string> SignAsync(string certificate, string? password = null) => PackageSigner.SignAsync(_folder, certificate, null, password, TestContext.Current.CancellationToken);

    private PackageVerdict Verify(TrustPolicy policy, params string[] trusted) =>
        new PackageVerifier(_folders.Options with { TrustPolicy = policy, TrustedCertificates = trusted }, TimeProvider.System).Verify(_folder);
}
