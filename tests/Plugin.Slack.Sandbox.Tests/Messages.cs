using System.Text.Json;

namespace Plugin.Slack.Sandbox.Tests;

/// <summary>Finds messages of a kind, wherever they stand.</summary>
internal static class Messages
{
    /// <summary>All messages of all public channels, with the channel's id.</summary>
    public static async Task<IReadOnlyList<(string Channel, JsonElement Message)>> AllAsync(SandboxClient slack)
    {
        List<(string, JsonElement)> found = [];
        foreach (JsonElement channel in (await slack.PagesAsync("conversations.list")).Items("channels"))
        {
            string id = channel.Text("id");
            found.AddRange((await slack.PagesAsync("conversations.history", ("channel", id), ("limit", "999"))).Items("messages").Select(message => (id, message)));
        }

        return found;
    }

    public static async Task<string> CallIdAsync(SandboxClient slack) => CallBlock((await AllAsync(slack)).First(found => HasCall(found.Message)).Message).Text("call_id");

    public static bool HasCall(JsonElement message) => message.Has("blocks") && message.GetProperty("blocks")[0].Text("type") == "call";

    public static JsonElement CallBlock(JsonElement message) => message.GetProperty("blocks")[0];
}
