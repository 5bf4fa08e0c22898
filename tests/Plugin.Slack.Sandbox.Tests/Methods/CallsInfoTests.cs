using System.Text.Json;

namespace Plugin.Slack.Sandbox.Tests.Methods;

public sealed class CallsInfoTests
{
    [Fact]
    public async Task A_call_is_found_by_the_id_of_its_block_and_says_the_same()
    {
        await using SandboxClient slack = await SandboxClient.StartAsync();
        (string channel, JsonElement message) = (await Messages.AllAsync(slack)).First(found => Messages.HasCall(found.Message));
        JsonElement block = Messages.CallBlock(message);
        JsonElement embedded = block.GetProperty("call").GetProperty("v1");

        JsonElement call = (await slack.AskAsync("calls.info", ("id", block.Text("call_id")))).GetProperty("call");

        embedded.Text("id").ShouldBe(block.Text("call_id"));
        call.Text("id").ShouldBe(block.Text("call_id"));
        call.GetProperty("date_start").GetInt64().ShouldBe(embedded.GetProperty("date_start").GetInt64());
        call.GetProperty("date_end").GetInt64().ShouldBe(embedded.GetProperty("date_end").GetInt64());
        call.GetProperty("channels")[0].GetString().ShouldBe(channel);
        call.GetProperty("users").EnumerateArray().Where(user => user.Has("slack_id")).Select(user => user.Text("slack_id"))
            .ShouldBe(embedded.GetProperty("all_participants").EnumerateArray().Select(user => user.Text("slack_id")));
        call.GetProperty("users").EnumerateArray().ShouldContain(user => user.Has("external_id"));
    }

    [Fact]
    public async Task A_huddle_makes_it_stumble_and_another_id_is_none()
    {
        await using SandboxClient slack = await SandboxClient.StartAsync();
        JsonElement room = (await Messages.AllAsync(slack)).Select(found => found.Message)
            .First(message => message.Has("subtype") && message.Text("subtype") == "huddle_thread").GetProperty("room");

        room.Text("call_family").ShouldBe("huddle");
        room.GetProperty("participant_history").GetArrayLength().ShouldBeGreaterThan(0);
        (await slack.ErrorAsync("calls.info", ("id", room.Text("id")))).ShouldBe("internal_error");
        (await slack.ErrorAsync("calls.info", ("id", "R0NOWHERE0"))).ShouldBe("invalid_call_id");
        (await slack.ErrorAsync("calls.info")).ShouldBe("invalid_call_id");
    }
}
