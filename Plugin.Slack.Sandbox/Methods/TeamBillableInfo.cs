using System.Text.Json;
using Plugin.Slack.Sandbox.Wire;
using Plugin.Slack.Sandbox.Workspace;

namespace Plugin.Slack.Sandbox.Methods;

internal static class TeamBillableInfo
{
    public static async Task AnswerAsync(ApiCall call, CancellationToken cancellationToken)
    {
        SlackWorkspace workspace = call.Workspace;
        int day = workspace.Day;
        if (call.Arguments.Text("user") is { } id)
        {
            AnswerOne(call, id, day);
            return;
        }

        int count = workspace.People.Count(day);
        if (!call.TryReadCursor("billable", out long position, out int limit))
        {
            return;
        }

        Utf8JsonWriter json = call.Open();
        json.WriteStartObject("billable_info"u8);
        int given = call.PageIsEmptied ? limit : 0;
        while (position < count && given < limit)
        {
            // Keys are people: bots, Slackbot and strangers are no seats.
            Person person = workspace.People.At((int)position++, day);
            if (person.IsPerson && workspace.Has(person.Index))
            {
                Write(json, workspace, person, day);
                given++;
                await call.RecordWrittenAsync(cancellationToken);
            }
        }

        json.WriteEndObject();
        call.Continue("billable", position, hasMore: position < count);
    }

    private static void AnswerOne(ApiCall call, string id, int day)
    {
        if (!call.Workspace.TryFindUser(id, out int index))
        {
            call.Refuse("user_not_found");
            return;
        }

        Utf8JsonWriter json = call.Open();
        json.WriteStartObject("billable_info"u8);
        Write(json, call.Workspace, call.Workspace.People.At(index, day), day);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, SlackWorkspace workspace, Person person, int day)
    {
        Span<byte> id = stackalloc byte[SlackIds.Length];
        workspace.WriteUserId(person.Index, id);
        json.WriteStartObject(id);
        json.WriteBoolean("billing_active"u8, workspace.SignIns.IsBilled(person, day));
        json.WriteEndObject();
    }
}
