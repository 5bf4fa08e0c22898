using System.Text.Json;
using Plugin.Slack.Sandbox.Wire;
using Plugin.Slack.Sandbox.Workspace;

namespace Plugin.Slack.Sandbox.Methods;

internal static class FilesList
{
    private const int LastPage = 100;

    public static async Task AnswerAsync(ApiCall call, CancellationToken cancellationToken)
    {
        SlackWorkspace workspace = call.Workspace;
        int day = workspace.Day;
        Arguments arguments = call.Arguments;
        if (!arguments.TryWhole("count", out long? count) || !arguments.TryWhole("page", out long? page) || count < 1 || page < 1
            || !arguments.TryWhole("ts_from", out long? from) || !arguments.TryWhole("ts_to", out long? to))
        {
            call.Refuse("invalid_arguments");
            return;
        }

        string? classes = arguments.Text("types");
        string[] asked = classes?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? ["all"];
        if (asked.Except(FileForm.Classes).Any())
        {
            call.Refuse("unknown_type");
            return;
        }

        if (arguments.Text("user") is { } user && !workspace.TryFindUser(user, out _) && !workspace.TryFindForeigner(user, out _))
        {
            call.Refuse("user_not_found");
            return;
        }

        // Too large a count is not cut to the most but falls back to the usual, and behind the last page the first comes again.
        long size = count is null || count > call.Method.MaxPage ? call.Method.DefaultPage : count.Value;
        long skip = (page is null or > LastPage ? 0 : call.PageToGive(page.Value) - 1) * size;
        (int oldest, int end) = Range(workspace, arguments, from, to, day);
        FileFilter filter = new(workspace, day, asked.Contains("all") ? null : asked, arguments.Text("user"), arguments.Text("channel"));
        long total = filter.IsOpen ? end - oldest : Numbers(end, oldest).Count(number => filter.Fits(workspace.Files.At(number)));
        FileRecord record = new(workspace, day);
        Utf8JsonWriter json = call.Open();
        json.WriteStartArray("files"u8);
        IEnumerable<int> numbers = filter.IsOpen
            ? Numbers((int)Math.Max(oldest, end - skip), oldest)
            : Numbers(end, oldest).Where(number => filter.Fits(workspace.Files.At(number))).Skip((int)skip);
        foreach (int number in numbers.Take(call.PageIsEmptied ? 0 : (int)size))
        {
            record.Write(json, workspace.Files.At(number), inFull: false);
            await call.RecordWrittenAsync(cancellationToken);
        }

        json.WriteEndArray();
        PageNumbers.Write(call, size, total, page ?? 1);
    }

    /// <summary>The oldest and, exclusive, the newest file between two moments, without those that the plan hides.</summary>
    private static (int Oldest, int End) Range(SlackWorkspace workspace, Arguments arguments, long? from, long? to, int day)
    {
        long since = from ?? 0;
        if (workspace.Plan == SlackPlan.Free && !arguments.Flag("show_files_hidden_by_limit"))
        {
            since = Math.Max(since, workspace.Now - Files.FreeSeconds);
        }

        int oldest = workspace.Files.FirstSince(since, day);
        int end = to is null ? workspace.Files.Count(day) : workspace.Files.FirstSince(to.Value + 1, day);
        return (oldest, Math.Max(oldest, end));
    }

    /// <summary>Newest first.</summary>
    private static IEnumerable<int> Numbers(int end, int oldest)
    {
        for (int number = end - 1; number >= oldest; number--)
        {
            yield return number;
        }
    }
}
