using Plugin.Slack.Collection;

namespace Plugin.Slack.Tests.Collection;

public sealed class AccountTypeTests
{
    [Theory]
    [InlineData("""{"id":"USLACKBOT","is_bot":false}""", "slackbot", "id")]
    [InlineData("""{"id":"U1","is_bot":true}""", "bot", "is_bot")]
    [InlineData("""{"id":"U1","is_bot":true,"is_workflow_bot":true}""", "workflow_bot", "is_workflow_bot")]
    [InlineData("""{"id":"U1","is_bot":true,"is_connector_bot":true}""", "connector_bot", "is_connector_bot")]
    [InlineData("""{"id":"U1","is_admin":true,"is_owner":true,"is_primary_owner":true}""", "primary_owner", "is_primary_owner")]
    [InlineData("""{"id":"U1","is_admin":true,"is_owner":true}""", "owner", "is_owner")]
    [InlineData("""{"id":"U1","is_admin":true}""", "admin", "is_admin")]
    [InlineData("""{"id":"U1","is_restricted":true,"is_ultra_restricted":true}""", "single_channel_guest", "is_ultra_restricted")]
    [InlineData("""{"id":"U1","is_restricted":true}""", "multi_channel_guest", "is_restricted")]
    [InlineData("""{"id":"U1","is_app_user":true}""", "member", "no flag")]
    [InlineData("""{"id":"U1","deleted":true}""", null, "deleted")]
    [InlineData("""{"id":"U1","deleted":true,"is_restricted":false,"is_admin":false}""", "member", "no flag")]
    public void The_flags_decide(string user, string? type, string decidedBy)
    {
        var read = System.Text.Json.JsonSerializer.Deserialize(user, Slack.Api.SlackJson.Default.SlackUser)!;

        AccountType.Of(read).ShouldBe(new AccountType(type, decidedBy));
    }
}
