using System.Text.Json;
using Plugin.Slack.Sandbox.Wire;
using Plugin.Slack.Sandbox.Workspace;

namespace Plugin.Slack.Sandbox.Methods;

internal static class TeamAccessLogs
{
    private const int LargestPageNumber = 100;

    private static readonly (string Country, string Region, string Provider)[] Places =
    [
        ("GB", "ENG", "Northline Broadband"), ("DE", "BE", "Rheinnetz"), ("US", "CA", "Pacific Fiber"), ("US", "NY", "Hudson Cable"),
        ("SE", "AB", "Nordlink"), ("IN", "KA", "Deccan Telecom"), ("BR", "SP", "Rede Paulista"), ("JP", "13", "Kanto Net"),
    ];

    private static readonly string[] Clients =
    [
        "Slack SSB/4.41.98 Mozilla/5.0 (Windows NT 10.0; Win64; x64)", "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) Chrome/131.0",
        "com.tinyspeck.chatlyio/24.11.10 (iPhone; iOS 18.1)", "com.Slack/24.11.10 (samsung SM-S911B; Android 14)",
    ];

    private static readonly string[] WebClients =
    [
        "Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/131.0", "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) Safari/605.1.15",
        "ApiApp/A0EXAMPLE Apache-HttpClient/4.5", "python-slackclient/3.27.1",
    ];

    public static async Task AnswerAsync(ApiCall call, CancellationToken cancellationToken)
    {
        int day = call.Workspace.Day;
        if (!call.Arguments.TryWhole("before", out long? before))
        {
            call.Refuse("invalid_arguments");
            return;
        }

        SignIns signIns = SignInsOf(call);
        long first = before is null ? 0 : signIns.RowAt(before.Value, day);
        long end = signIns.Count(day);
        if (call.Arguments.Text("limit") is not null || call.Arguments.Text("cursor") is not null)
        {
            await AnswerCursorAsync(call, first, end, day, cancellationToken);
            return;
        }

        if (!call.Arguments.TryWhole("count", out long? count) || !call.Arguments.TryWhole("page", out long? page) || count < 1 || page < 1)
        {
            call.Refuse("invalid_arguments");
            return;
        }

        if (count > call.Method.MaxPage + 1 || page > LargestPageNumber)
        {
            call.Refuse("over_pagination_limit");
            return;
        }

        long size = count ?? call.Method.DefaultPage;
        long number = page ?? 1;
        long start = Math.Min(end, first + ((call.PageToGive(number) - 1) * size));
        await WriteAsync(call, start, call.PageIsEmptied ? start : Math.Min(end, start + size), day, cancellationToken);
        PageNumbers.Write(call, size, end - first, number);
    }

    /// <summary>
    /// With an organisation's token <c>team_id</c> asks for the web site and other parties' apps of that workspace, and its absence for
    /// what people did in Slack's own apps anywhere.
    /// </summary>
    private static bool IsOfOneWorkspace(ApiCall call) => call.Organisation.IsInstalledOrgWide && call.Arguments.Text("team_id") is not null;

    private static string ListOf(ApiCall call) => IsOfOneWorkspace(call) ? "access-logs-" + call.Workspace.TeamId : "access-logs";

    private static SignIns SignInsOf(ApiCall call) => IsOfOneWorkspace(call) ? call.Workspace.WebSignIns : call.Workspace.SignIns;

    private static async Task AnswerCursorAsync(ApiCall call, long first, long end, int day, CancellationToken cancellationToken)
    {
        // Rows that a later day puts on top must not shift a walk that has begun: positions count from the oldest row.
        if (!call.TryReadCursor(ListOf(call), out long left, out int limit))
        {
            return;
        }

        long start = call.Arguments.Text("cursor") is null ? first : Math.Clamp(end - left, 0, end);
        call.PageStart = end - start;
        long stop = call.PageIsEmptied ? start : Math.Min(end, start + limit);
        await WriteAsync(call, start, stop, day, cancellationToken);
        call.Continue(ListOf(call), end - stop, hasMore: stop < end);
    }

    private static async Task WriteAsync(ApiCall call, long start, long stop, int day, CancellationToken cancellationToken)
    {
        SlackWorkspace workspace = call.Workspace;
        Utf8JsonWriter json = call.Open();
        json.WriteStartArray("logins"u8);
        if (start < stop)
        {
            long left = stop - start;
            foreach (SignIn signIn in SignInsOf(call).From(start, day))
            {
                Write(json, workspace, signIn, day, IsOfOneWorkspace(call));
                await call.RecordWrittenAsync(cancellationToken);
                if (--left == 0)
                {
                    break;
                }
            }
        }

        json.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter json, SlackWorkspace workspace, SignIn signIn, int day, bool ofOneWorkspace)
    {
        // A workspace of an organisation tells of its own people only.
        int user = ofOneWorkspace ? workspace.Neighbour(signIn.UserIndex) : signIn.UserIndex;
        Span<byte> id = stackalloc byte[SlackIds.Length];
        workspace.WriteUserId(user, id);
        Span<byte> handle = stackalloc byte[64];
        int handleLength = PersonNames.Handle(workspace.People.At(user, day), handle);
        Span<byte> address = stackalloc byte[16];
        int addressLength = WriteAddress(signIn.Dice, address);

        json.WriteStartObject();
        json.WriteString("user_id"u8, id);
        json.WriteString("username"u8, handle[..handleLength]);
        json.WriteNumber("date_first"u8, signIn.First);
        json.WriteNumber("date_last"u8, signIn.Last);
        json.WriteNumber("count"u8, 1 + (int)(signIn.Dice % 40));
        json.WriteString("ip"u8, address[..addressLength]);
        json.WriteString("user_agent"u8, (ofOneWorkspace ? WebClients : Clients)[(int)((signIn.Dice >> 8) & 3)]);

        // Slack guesses the place from the address, and sometimes cannot.
        if ((signIn.Dice >> 40) % 9 == 0)
        {
            json.WriteNull("isp"u8);
            json.WriteNull("country"u8);
            json.WriteNull("region"u8);
        }
        else
        {
            (string country, string region, string provider) = Places[(int)((signIn.Dice >> 12) & 7)];
            json.WriteString("isp"u8, provider);
            json.WriteString("country"u8, country);
            json.WriteString("region"u8, region);
        }

        json.WriteEndObject();
    }

    /// <summary>An address from the block kept for documentation.</summary>
    private static int WriteAddress(ulong dice, Span<byte> address)
    {
        "203.0.113."u8.CopyTo(address);
        System.Buffers.Text.Utf8Formatter.TryFormat((byte)(dice >> 16), address[10..], out int digits);
        return 10 + digits;
    }
}
