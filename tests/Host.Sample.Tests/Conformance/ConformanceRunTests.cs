using Host.Sample.Conformance;

namespace Host.Sample.Tests.Conformance;

/// <summary>The kit looks at the memory of its process, so nobody else may be at work there.</summary>
[CollectionDefinition(nameof(ConformanceRunTests), DisableParallelization = true)]
public sealed class ConformanceRunAlone;

/// <summary>The kit itself: good plugins pass it, and each bad one fails the check that is meant for it.</summary>
[Collection(nameof(ConformanceRunTests))]
public sealed class ConformanceRunTests : IDisposable
{
    private readonly TestFolders _folders = new();

    public void Dispose() => _folders.Dispose();

    [Fact]
    public async Task Orchard_conforms()
    {
        var report = await RunAsync(_folders.InstallOrchard(), new());

        report.Results.Where(result => result.Outcome is ConformanceOutcome.Failed).SelectMany(result => result.Findings).ShouldBeEmpty();
        report.Results.Where(result => result.Outcome is ConformanceOutcome.NotRun).Select(result => result.Id).ShouldBe(["schema-compatible"]);
    }

    [Fact]
    public async Task The_version_before_is_found_beside_it()
    {
        _folders.InstallOrchard("0.9.0");
        _folders.InstallOrchard("2.0.0");

        var report = await RunAsync(_folders.InstallOrchard(), new());

        var schema = report.Results.Single(result => result.Id == "schema-compatible");
        schema.Outcome.ShouldBe(ConformanceOutcome.Passed);
        schema.Note.ShouldBe("Compared with 0.9.0.");
    }

    [Theory]
    [InlineData("Sound")]
    [InlineData("DescriptionChanges", "description-stable")]
    [InlineData("HelpMissing", "description-complete")]
    [InlineData("ProblemsSayNothing", "validation-actionable")]
    [InlineData("PreflightPromisesTooMuch", "preflight-honest")]
    [InlineData("EvidenceDoesNotAddUp", "pages-add-up")]
    [InlineData("ReadsDiffer", "reads-equal", "resume-equals", "strange-checkpoints")]
    [InlineData("ResumeForgets", "resume-equals")]
    [InlineData("DeafToCancellation", "cancel-heard")]
    [InlineData("SecretInLog", "secrets-hidden")]
    [InlineData("SecretShared", "secrets-hidden")]
    [InlineData("HoardsRows", "memory-flat")]
    [InlineData("CountsInStatics", "no-static-state")]
    [InlineData("ChangesEnvironment", "process-untouched")]
    [InlineData("StaysInMemory", "unloads")]
    [InlineData("ColumnChangesType", "schema-compatible")]
    public async Task A_bad_plugin_fails_the_check_that_is_meant_for_it_and_no_other(string entry, params string[] checks)
    {
        Environment.SetEnvironmentVariable("BAD_PLUGIN_WAS_HERE", null);

        var report = await RunAsync(Bad(entry, "1.1.0"), new()
        {
            Previous = Bad("Sound", "1.0.0"),
            Secrets = new Dictionary<string, string> { ["token"] = "a-token-of-the-store-room" },
        });

        report.Results.Where(result => result.Outcome is ConformanceOutcome.Failed).Select(result => result.Id).ShouldBe(checks);
        report.Results.Where(result => result.Outcome is ConformanceOutcome.NotRun).ShouldBeEmpty();
        report.IsGood.ShouldBe(checks.Length == 0);
    }

    [Theory]
    [InlineData("describe-throws", "asked to describe itself")]
    [InlineData("not-a-plugin", "is no IConnectorPlugin")]
    [InlineData("registers-nothing", "registers no IConnector")]
    [InlineData("throwing-constructor", "throws on purpose")]
    public async Task A_plugin_that_does_not_come_up_fails_at_loading(string id, string finding)
    {
        _folders.InstallBad(id);

        var report = await RunAsync(Path.Combine(_folders.Plugins, id, "1.0.0"), new());

        report.Results.Where(result => result.Outcome is ConformanceOutcome.Failed).ShouldHaveSingleItem().Id.ShouldBe("loads");
        report.Results[^1].Findings.ShouldHaveSingleItem().ShouldContain(finding);
    }

    [Fact]
    public async Task A_folder_that_is_no_package_fails_at_the_first_check()
    {
        var report = await RunAsync(Directory.CreateDirectory(Path.Combine(_folders.Plugins, "nothing")).FullName, new());

        var result = report.Results.ShouldHaveSingleItem();
        result.Id.ShouldBe("package-whole");
        result.Findings.ShouldHaveSingleItem().ShouldContain("no plugin.json");
    }

    [Fact]
    public async Task Without_sandbox_and_settings_the_checks_that_need_a_service_say_what_they_need()
    {
        var report = await RunAsync(Bad("Sound", "1.0.0"), new());

        report.Results.Where(result => result.Outcome is ConformanceOutcome.NotRun).Select(result => result.Id).ShouldContain("reads-equal");
        report.Results.Single(result => result.Id == "reads-equal").Note.ShouldNotBeNull().ShouldContain("these settings are needed: token");
        report.Results.Single(result => result.Id == "description-complete").Outcome.ShouldBe(ConformanceOutcome.Passed);
    }

    private string Bad(string entry, string version)
    {
        var folder = Path.Combine(_folders.Plugins, entry, version);
        TestFolders.Copy(Path.Combine(TestFolders.BadPlugins, "nonconforming", "1.0.0"), folder);
        var manifest = Path.Combine(folder, "plugin.json");
        File.WriteAllText(manifest, File.ReadAllText(manifest).Replace("Nonconforming.Sound\"", $"Nonconforming.{entry}\"").Replace("\"version\": \"1.0.0\"", $"\"version\": \"{version}\""));

        return folder;
    }

    private Task<ConformanceReport> RunAsync(string folder, ConformanceInput input) =>
        new ConformanceRun(_folders.Options, TimeProvider.System).RunAsync(folder, input, _ => { }, TestContext.Current.CancellationToken);
}
