using System.Text.Json;
using Plugin.Slack.Sandbox.Wire;
using Plugin.Slack.Sandbox.Workspace;

namespace Plugin.Slack.Sandbox.Methods;

internal static class UsersProfileGet
{
    public static void Answer(ApiCall call)
    {
        SlackWorkspace workspace = call.Workspace;
        int index = call.Grant.UserIndex;
        if (call.Arguments.Text("user") is { } id && !workspace.TryFindUser(id, out index))
        {
            call.Refuse("user_not_found");
            return;
        }

        // The scope of this method opens other people's addresses; one's own asks for the scope that users.list asks for.
        bool showsEmail = index != call.Grant.UserIndex || call.Grant.Has("users:read.email");
        UserRecord record = new(workspace, showsEmail, showsTwoFactor: false, showsLocale: false);
        call.CountRecord();
        Utf8JsonWriter json = call.Open();
        json.WriteStartObject("profile"u8);
        record.WriteProfile(json, workspace.People.At(index, workspace.Day));
        json.WriteEndObject();
    }
}
