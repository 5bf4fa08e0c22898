using Plugin.Abstractions.Collection;
using Plugin.Slack.Tests.Support;

namespace Plugin.Slack.Tests.Collection.Streams;

public sealed class UsersStreamTests
{
    [Fact]
    public async Task Every_account_of_the_sandbox_becomes_a_row()
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        await using var sandbox = await Sandboxes.StartAsync(cancellationToken);
        using SlackTestBench bench = new(sandbox.Address);

        var users = await bench.CollectAsync("users", cancellationToken);

        users.End.Outcome.ShouldBe(StreamOutcome.Complete);
        users.Rows.Count.ShouldBe(2_500);
        users.ByKey("team_id", "user_id").Count.ShouldBe(2_500);
        users.Calls.ShouldBe(4, "auth.test and three pages of 999");
        users.Rows.ShouldAllBe(row => row["account_type"] != null || (string?)row["account_status"] == "deactivated");
        users.Rows.ShouldAllBe(row => row["email"] == null, "the scope users:read.email was not granted");
    }
}
