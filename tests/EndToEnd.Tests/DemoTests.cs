namespace EndToEnd.Tests;

public sealed class DemoTests
{
    [Fact]
    public async Task The_demo_collects_twice_shows_what_changed_and_ends_with_a_verdict()
    {
        using var folder = new TemporaryFolder();

        var demo = await HostProcess.RunAsync(folder.Path, null, TestContext.Current.CancellationToken, "demo", "--size", "400");

        demo.ShouldSucceed();
        demo.Output.ShouldContain("Verdict Complete");
        demo.Output.ShouldContain("The change guard holds run 3; readers still see the run before");
        demo.Output.ShouldMatch("Accounts that are not deactivated fell from [0-9]+ to [0-9]+");
        demo.Output.ShouldMatch(@"nothing today\s+[1-9][0-9]*\s+0 USD");
        demo.Output.ShouldMatch(@"credit\s+[1-9][0-9]*\s+[0-9.]+ USD");
        demo.Output.ShouldMatch(@"from renewal\s+0");
        demo.Output.ShouldContain("People by account type");
        demo.Output.ShouldContain("What changed");

        foreach (var stream in new[] { "Channel members", "Direct conversations", "Apps", "Files", "Profiles", "Messages", "Calls" })
        {
            demo.Output.ShouldMatch($"  {stream}[a-z ]*: complete, [1-9]", stream);
        }

        demo.Output.ShouldContain("type not told (deactivated)");
        demo.Output.ShouldContain("inventory export \"Slack Connector demo\" users");
        demo.Output.ShouldNotContain("xoxp-", Case.Insensitive);
        demo.Errors.ShouldBeEmpty();

        // A token; what begins like one in the sentences of the plugin does not count.
        (await folder.EverythingAsync(TestContext.Current.CancellationToken)).ShouldNotMatch("xoxp-[0-9]");
    }

    [Fact]
    public async Task The_demo_runs_again_and_again_on_the_same_folder()
    {
        using var folder = new TemporaryFolder();

        (await HostProcess.RunAsync(folder.Path, null, TestContext.Current.CancellationToken, "demo", "--size", "100")).ShouldSucceed();
        var smaller = await HostProcess.RunAsync(folder.Path, null, TestContext.Current.CancellationToken, "demo", "--size", "50");

        smaller.ShouldSucceed();
        smaller.Output.ShouldContain("the run is accepted");
    }
}
