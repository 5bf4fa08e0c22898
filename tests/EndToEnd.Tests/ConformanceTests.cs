using System.Xml.Linq;

namespace EndToEnd.Tests;

/// <summary>The kit as a developer calls it.</summary>
public sealed class ConformanceTests
{
    [Fact]
    public async Task The_plugin_conforms_and_the_report_is_one_that_build_servers_read()
    {
        using var folder = new TemporaryFolder();
        var file = Path.Combine(folder.Path, "report.xml");

        var run = await HostProcess.RunAsync(folder.Path, null, TestContext.Current.CancellationToken, "conformance", HostProcess.Plugin("slack"), "--junit", file);

        run.ShouldSucceed().Output.ShouldContain("conforms");
        run.Output.ShouldNotContain("FAILED");
        var suite = XDocument.Load(file).Root!.Element("testsuite")!;
        suite.Attribute("failures")!.Value.ShouldBe("0");
        suite.Elements("testcase").Count().ShouldBe(int.Parse(suite.Attribute("tests")!.Value, System.Globalization.CultureInfo.InvariantCulture));
        suite.Elements("testcase").ShouldContain(test => test.Attribute("name")!.Value == "resume-equals" && !test.HasElements);
    }

    [Fact]
    public async Task A_plugin_that_does_not_conform_is_told_why_and_ends_with_a_number()
    {
        using var folder = new TemporaryFolder();
        var file = Path.Combine(folder.Path, "report.xml");

        var run = await HostProcess.RunAsync(folder.Path, null, TestContext.Current.CancellationToken, "conformance", Path.Combine(HostProcess.BadPlugins, "describe-throws", "1.0.0"), "--junit", file);

        run.ExitCode.ShouldBe(7);
        run.Output.ShouldContain("FAILED   loads");
        run.Output.ShouldContain("does not conform");
        XDocument.Load(file).Descendants("failure").ShouldHaveSingleItem().Value.ShouldContain("asked to describe itself");
        (await HostProcess.RunAsync(folder.Path, null, TestContext.Current.CancellationToken, "conformance", Path.Combine(folder.Path, "nowhere"))).ShouldFailWith(3);
    }
}
