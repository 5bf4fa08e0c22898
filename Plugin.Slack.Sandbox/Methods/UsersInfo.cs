using System.Text.Json;
using Plugin.Slack.Sandbox.Wire;
using Plugin.Slack.Sandbox.Workspace;

namespace Plugin.Slack.Sandbox.Methods;

internal static class UsersInfo
{
    public static void Answer(ApiCall call)
    {
        SlackWorkspace workspace = call.Workspace;
        string? id = call.Arguments.Text("user");
        Person person;
        if (workspace.TryFindUser(id, out int index))
        {
            person = workspace.People.At(index, workspace.Day);
        }
        else if (!workspace.TryFindForeigner(id, out person))
        {
            call.Refuse("user_not_found");
            return;
        }

        UserRecord record = new(
            workspace, call.Grant.Has("users:read.email"), call.App.Installer.IsAdministrator(call.Grant), call.Arguments.Flag("include_locale"));
        call.CountRecord();
        Utf8JsonWriter json = call.Open();
        json.WritePropertyName("user"u8);
        record.Write(json, person);
    }
}
