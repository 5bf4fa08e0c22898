using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Host.Sample.Database;
using Host.Sample.Runs;
using Host.Sample.Runs.Proof;
using Plugin.Abstractions;

namespace Host.Sample.Tests.Runs.Proof;

/// <summary>What a certificate says, and that its seal holds without this host.</summary>
public sealed class CertificateTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_certificate_says_what_was_asked_what_came_and_what_is_there()
    {
        await using var host = await StartAsync();
        var run = await host.RunAsync("Home", Token);

        var content = (await host.Get<RunCertificates>().GetAsync(run.Id, Token)).Content;

        content.Verdict.ShouldBe(RunVerdict.Complete, string.Join(' ', content.Reasons));
        content.Run.ShouldSatisfyAllConditions(
            certified => (certified.Id, certified.State, certified.Trigger, certified.IsFull, certified.IsDryRun).ShouldBe((run.Id, RunState.Published, "test", true, false)),
            certified => certified.EndedAt.ShouldBe(host.Clock.GetUtcNow()));
        content.Connector.ShouldSatisfyAllConditions(connector => connector.Name.ShouldBe("Home"), connector => connector.PluginVersion.ShouldBe("1.0.0"));
        content.SettingsFingerprint!.Length.ShouldBe(64);
        content.Privacy.MessageBodiesStored.ShouldBe(0);
        content.Figures!.Accounts.ShouldBe(200);
        content.Figures.Rows["growers"].ShouldBe(200);
        content.Revisions.ShouldHaveSingleItem().Reason.ShouldBe("The run ended.");

        foreach (var stream in run.Streams)
        {
            content.Streams.Single(certified => certified.Id == stream.StreamId).ShouldSatisfyAllConditions(
                certified => certified.IsEndReached.ShouldBeTrue(),
                certified => (certified.Received, certified.Rows, certified.RowSetHash, certified.Calls).ShouldBe((stream.Received, stream.RowCount, stream.RowSetHash, stream.Calls)),
                certified => certified.Checks.ShouldContain(check => check.Id == "evidence" && check.Result == StreamCheckResult.Ok));
        }
    }

    [Fact]
    public async Task Anybody_can_check_the_seal_with_a_few_lines()
    {
        await using var host = await StartAsync();
        var run = await host.RunAsync("Home", Token);
        var text = (await host.Get<RunCertificates>().GetAsync(run.Id, Token)).ToString();

        // As docs/certificate.md tells it: what is signed stands between the first member's name and the seal.
        var content = text[("{\"certificate\":".Length)..text.LastIndexOf(",\"seal\":", StringComparison.Ordinal)];
        using var document = JsonDocument.Parse(text);
        var seal = document.RootElement.GetProperty("seal");
        using var key = ECDsa.Create();
        key.ImportSubjectPublicKeyInfo(seal.GetProperty("publicKey").GetBytesFromBase64(), out _);

        key.VerifyData(Encoding.UTF8.GetBytes(content), seal.GetProperty("signature").GetBytesFromBase64(), HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence).ShouldBeTrue();
        key.VerifyData(Encoding.UTF8.GetBytes(content + " "), seal.GetProperty("signature").GetBytesFromBase64(), HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence).ShouldBeFalse();
        Convert.ToHexStringLower(SHA256.HashData(seal.GetProperty("publicKey").GetBytesFromBase64())).ShouldBe(seal.GetProperty("keyId").GetString());
    }

    [Fact]
    public async Task The_key_is_kept_encrypted_and_is_the_same_in_the_next_process()
    {
        await using var host = await StartAsync();
        var id = host.Get<CertificateKey>().Id;
        await using var other = host.Another(new OrchardOpener());

        other.Get<CertificateKey>().Id.ShouldBe(id);

        var file = await File.ReadAllBytesAsync(host.Options.CertificateKeyFile, Token);
        Should.Throw<CryptographicException>(() =>
        {
            using var key = ECDsa.Create();
            key.ImportPkcs8PrivateKey(file, out _);
        });
    }

    [Fact]
    public async Task A_key_that_cannot_be_decrypted_any_more_costs_no_run()
    {
        await using var host = await StartAsync();
        await host.RunAsync("Home", Token);
        await File.WriteAllBytesAsync(host.Options.CertificateKeyFile, "garbage"u8.ToArray(), Token);
        await using var other = host.Another(new OrchardOpener());

        var run = await other.RunAsync("Home", Token);

        run.State.ShouldBe(RunState.Published);
        (await other.Get<RunVerification>().VerifyAsync(run.Id, null, Token)).Outcome.ShouldBe(VerificationOutcome.Proven);
        (await other.Get<RunVerification>().VerifyAsync(1, null, Token)).Findings.ShouldHaveSingleItem().ShouldContain("or the host's key was lost");
        Directory.GetFiles(host.Options.DataFolder, "certificates.key.unreadable-*").ShouldHaveSingleItem();
    }

    [Theory]
    [InlineData("growers:1:throw", RunState.Published, RunVerdict.Partial)]
    [InlineData("growers:1:authorize_again", RunState.Failed, RunVerdict.Unknown)]
    public async Task Every_run_that_ends_has_one_whatever_its_end(string mishap, RunState state, RunVerdict verdict)
    {
        await using var host = await StartAsync();
        await host.ChangeSettingsAsync("Home", new Dictionary<string, string> { ["rows"] = "50", ["fail_at"] = mishap }, Token);
        var run = await host.RunAsync("Home", Token);

        var content = (await host.Get<RunCertificates>().GetAsync(run.Id, Token)).Content;

        (content.Run.State, content.Verdict).ShouldBe((state, verdict));
        content.Reasons.ShouldNotBeEmpty();
        var growers = content.Streams.Single(stream => stream.Id == "growers");
        growers.IsEndReached.ShouldBeFalse();
        growers.Message.ShouldNotBeNullOrEmpty();
        (await host.Get<RunVerification>().VerifyAsync(run.Id, null, Token)).Outcome.ShouldBe(state is RunState.Published ? VerificationOutcome.Proven : VerificationOutcome.NothingKept);
    }

    [Fact]
    public async Task Cancelled_and_rehearsed_runs_have_one_too()
    {
        await using var host = await StartAsync();
        var dry = await host.Runs.QueueAsync("Home", "test", isFull: false, isDryRun: true, Token);
        await host.Runs.ExecuteAsync(dry.Id, Token);
        var queued = await host.Runs.QueueAsync("Home", "test", isFull: false, Token);
        await host.Runs.CancelAsync(queued.Id, Token);
        var certificates = host.Get<RunCertificates>();

        (await certificates.GetAsync(dry.Id, Token)).Content.ShouldSatisfyAllConditions(
            content => content.Run.State.ShouldBe(RunState.Rehearsed), content => content.Verdict.ShouldBe(RunVerdict.Unknown), content => content.Streams.Sum(stream => stream.Added ?? 0).ShouldBeGreaterThan(0));
        (await certificates.GetAsync(queued.Id, Token)).Content.Run.State.ShouldBe(RunState.Cancelled);
        (await host.Get<RunVerification>().VerifyAsync(dry.Id, null, Token)).Outcome.ShouldBe(VerificationOutcome.NothingKept);
    }

    [Fact]
    public async Task A_decision_is_a_new_revision_that_names_the_one_before_it()
    {
        await using var host = await StartAsync();
        await host.RunAsync("Home", Token);
        await host.ChangeSettingsAsync("Home", new Dictionary<string, string> { ["rows"] = "100" }, Token);
        var held = await host.RunAsync("Home", Token);
        var certificates = host.Get<RunCertificates>();
        var first = await certificates.GetAsync(held.Id, Token);
        first.Content.Guard.ShouldNotBeEmpty();
        (await host.Get<RunVerification>().VerifyAsync(held.Id, null, Token)).Outcome.ShouldBe(VerificationOutcome.Proven, "a held run's rows are there");

        await host.Get<RunDecisions>().AcceptAsync(held.Id, "It is real.", Token);

        var second = await certificates.GetAsync(held.Id, Token);
        second.Content.Verdict.ShouldBe(RunVerdict.Complete);
        second.Content.Decision.ShouldBe(new("command line", host.Clock.GetUtcNow(), "It is real."));
        second.Content.Revisions.ShouldBe([first.Content.Revisions[0], new(2, host.Clock.GetUtcNow(), "command line", "Accepted: It is real.", first.ContentHash, false)]);
        (await host.Get<RunVerification>().VerifyAsync(held.Id, first.ToString(), Token)).ShouldSatisfyAllConditions(
            report => report.Outcome.ShouldBe(VerificationOutcome.Proven),
            report => report.Notes.ShouldHaveSingleItem().ShouldContain("is revision 1; revision 2 was sealed"));
    }

    [Fact]
    public async Task A_certificate_that_was_altered_is_not_sealed_over_in_silence()
    {
        await using var host = await StartAsync();
        await host.RunAsync("Home", Token);
        await host.ChangeSettingsAsync("Home", new Dictionary<string, string> { ["rows"] = "100" }, Token);
        var held = await host.RunAsync("Home", Token);
        await host.SqlAsync<long>($"UPDATE Runs SET CertificateJson = replace(CertificateJson, '\"trigger\":\"test\"', '\"trigger\":\"rest\"') WHERE Id = {held.Id} RETURNING Id", Token);

        await host.Get<RunDecisions>().AcceptAsync(held.Id, "It is real.", Token);

        var content = (await host.Get<RunCertificates>().GetAsync(held.Id, Token)).Content;
        content.Verdict.ShouldBe(RunVerdict.Unknown);
        content.Revisions[^1].PreviousWasAltered.ShouldBeTrue();
        (await host.Get<RunVerification>().VerifyAsync(held.Id, null, Token)).Outcome.ShouldBe(VerificationOutcome.Broken);
    }

    [Fact]
    public async Task The_same_settings_have_the_same_fingerprint_and_others_another()
    {
        await using var host = await StartAsync();
        var one = await host.RunAsync("Home", Token);
        var same = await host.RunAsync("Home", Token);
        await host.ChangeSettingsAsync("Home", new Dictionary<string, string> { ["rows"] = "199" }, Token);
        var other = await host.RunAsync("Home", Token);

        same.SettingsFingerprint.ShouldBe(one.SettingsFingerprint);
        other.SettingsFingerprint.ShouldNotBe(one.SettingsFingerprint);
    }

    [Fact]
    public async Task Scopes_and_plan_are_what_the_service_said_when_the_run_began()
    {
        RoomsConnector rooms = new() { Asked = ["attic"], Identity = new ConnectorIdentity { TenantId = "T1", AccountId = "U1", Plan = "gold", GrantedScopes = ["rooms:write", "rooms:read"], Calls = 1 } };
        await using var host = await TestHost.StartAsync(new OrchardOpener(rooms), Token);
        await host.AddConnectorAsync("Home", null, Token);
        var run = await host.RunAsync("Home", Token);

        var content = (await host.Get<RunCertificates>().GetAsync(run.Id, Token)).Content;

        content.GrantedScopes.ShouldBe(["rooms:read", "rooms:write"]);
        (content.Plan, content.Connector.TenantId, content.Run.PreparationCalls).ShouldBe(("gold", "T1", 1));
    }

    private static async Task<TestHost> StartAsync()
    {
        var host = await TestHost.StartAsync(Token);
        await host.AddConnectorAsync("Home", new Dictionary<string, string> { ["rows"] = "200" }, Token);

        return host;
    }
}
