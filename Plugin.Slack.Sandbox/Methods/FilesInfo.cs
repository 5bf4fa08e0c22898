using System.Text.Json;
using Plugin.Slack.Sandbox.Wire;
using Plugin.Slack.Sandbox.Workspace;

namespace Plugin.Slack.Sandbox.Methods;

internal static class FilesInfo
{
    public static void Answer(ApiCall call)
    {
        SlackWorkspace workspace = call.Workspace;
        int day = workspace.Day;
        if (!workspace.Files.TryFind(call.Arguments.Text("file"), day, out SharedFile file))
        {
            call.Refuse("file_not_found");
            return;
        }

        call.CountRecord();
        Utf8JsonWriter json = call.Open();
        json.WritePropertyName("file"u8);
        new FileRecord(workspace, day).Write(json, file, inFull: true);
        json.WriteStartArray("comments"u8);
        json.WriteEndArray();
    }
}
