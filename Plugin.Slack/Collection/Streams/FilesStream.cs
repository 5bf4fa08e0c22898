using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Plugin.Abstractions.Collection;
using Plugin.Abstractions.Errors;
using Plugin.Slack.Api;
using Plugin.Slack.Api.Answers;
using Plugin.Slack.Authorization;

namespace Plugin.Slack.Collection.Streams;

/// <summary>What is known about files; never their content.</summary>
/// <remarks>
/// <para>Method <c>files.list</c>, scope <c>files:read</c>, tier 3, <c>count</c> and <c>page</c>, 200 a page.</para>
/// <para>Key: file id. Checkpoint: the span of time and the page in it; high-water mark: the latest <c>created</c>, read again from a day before it.
/// Beyond page 100 Slack gives the first page again, so there the list is asked for anew, ending with the oldest file met.</para>
/// <para>Left out: addresses, previews, text. Source: https://docs.slack.dev/reference/methods/files.list/</para>
/// </remarks>
internal sealed class FilesStream : LogStream<FilesListAnswer, SlackFile>
{
    private const int PageSize = 200;
    private const int LastPage = 100;
    private const int MaximumStepsBack = 100;

    private readonly ListReader<FilesListAnswer, SlackFile> _reader = new(SlackJson.Default.FilesListAnswer, SlackJson.Default.SlackFile, "files");

    /// <inheritdoc/>
    protected override StreamDefinition<SlackFile> Definition { get; } = Define();

    /// <inheritdoc/>
    public override IEnumerable<CallEstimate> Estimate(EstimateBasis basis) => basis.Pages("files.list", SlackTier.Tier3, PageSize);

    /// <inheritdoc/>
    protected override StreamPosition Start(StreamPosition position, StreamRequest request, DateTimeOffset now) => position with
    {
        Window = new()
        {
            From = MarkOf(position, request.HighWaterMark) is { } newest ? newest - OverlapSeconds : null,

            // Files that come while the list is read would move the others from page to page.
            To = now.ToUnixTimeSeconds(),
        },
    };

    /// <inheritdoc/>
    /// <remarks>A checkpoint of an earlier version names no span of time; then it ends beyond any file.</remarks>
    protected override StreamPosition Begin(StreamPosition position, SlackIdentity identity) => position.Window is null ? position with { Window = new() { To = uint.MaxValue } } : position;

    /// <inheritdoc/>
    protected override SlackCall<FilesListAnswer> Call(StreamPosition position, int? limit)
    {
        List<KeyValuePair<string, string>> form =
        [
            new("count", Text(limit ?? PageSize)),
            new("page", Text(position.Page + 1)),
            new("show_files_hidden_by_limit", "true"),
        ];

        if (position.Window is { } window)
        {
            form.Add(new("ts_to", Text(window.To)));

            if (window.From is { } from)
            {
                form.Add(new("ts_from", Text(from)));
            }
        }

        return new("files.list", SlackTier.Tier3, form, _reader);
    }

    /// <inheritdoc/>
    protected override void Complete(SlackFile record, SlackIdentity identity) => record.TeamId = identity.TeamId;

    /// <inheritdoc/>
    protected override Turn Advance(PageRead page, List<EvidenceNote> notes)
    {
        var before = page.Position.Window!;
        var total = page.Answer.Paging?.Total;
        var isFirstAgain = DropRepeated(page);
        var window = page.Rows.Aggregate(before, (window, row) => window.After(row.Id!, row.Created)) with
        {
            FirstPage = page.Position.Page == 0 ? Hash(page.Rows) : before.FirstPage,
            FirstTotal = before.FirstTotal ?? total,
            Total = total,
        };
        var position = Follow(page) with { Window = window };
        var hasMore = position.Page + 1 < page.Answer.Paging?.Pages;

        if (isFirstAgain || (hasMore && position.Page + 1 == LastPage))
        {
            return Anew(position, notes);
        }

        if (position.Page > 0 && total < before.Total && before.StepsBack < MaximumStepsBack)
        {
            notes.Add(new("list_shrank", "Files were deleted while the list was read, which moves the others to earlier pages; those were asked for again so that none is missed."));
            var moved = (int)Math.Min(position.Page, ((before.Total.Value - total.Value - 1) / PageSize) + 1);

            return new(position with { Page = position.Page - moved, Window = window with { StepsBack = window.StepsBack + 1 } }, null);
        }

        return hasMore
            ? new(position with { Page = position.Page + 1 }, null)
            : new(null, StreamEnd.Complete(Finish(position, page.HighWaterMark, page.Identity).HighWaterMark, window.From is null && page.Identity.Workspaces is null ? window.FirstTotal : null), position);
    }

    private static Turn Anew(StreamPosition position, List<EvidenceNote> notes)
    {
        var window = position.Window!;

        if (position.IsUnsorted)
        {
            return new(null, Partial("unsorted_files", "Slack gives no more than 100 pages of files and did not sort them by time, so the rest could not be asked for."));
        }

        if (window.Oldest is not { } oldest || oldest == window.To)
        {
            return new(null, Partial("page_limit", "Slack gives no more than 100 pages of files, and these were all made in one second, so the rest could not be asked for."));
        }

        notes.Add(new("page_limit", "Slack gives no more than 100 pages of files, so the list was asked for anew from the oldest file on."));

        return new(position with { Page = 0, Window = window with { To = oldest, FirstPage = null, Total = null } }, null);
    }

    private static bool DropRepeated(PageRead page)
    {
        var window = page.Position.Window!;
        var isFirstAgain = page.Position.Page > 0 && page.Rows.Count > 0 && Hash(page.Rows) == window.FirstPage;
        var repeated = page.Rows.RemoveAll(row => isFirstAgain || (row.Created == window.Oldest && window.Edge.Contains(row.Id!)));

        if (repeated > 0)
        {
            page.Omitted.Add(new("repeated_file", "The file came before: spans of time overlap by a second, and beyond page 100 Slack gives the first page again.", repeated));
        }

        return isFirstAgain;
    }

    private static string Hash(List<SlackFile> rows) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', rows.Select(row => row.Id))))[..16]);

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);

    private static StreamEnd Partial(string code, string message) =>
        StreamEnd.Partial(FailureReason.NotAvailable, code, $"{message} What came before was kept.", "Nothing to mend. If it is the first run, later ones read the new files all the same.");

    private static StreamDefinition<SlackFile> Define()
    {
        Meaning file = new("files.list: files[]");

        return new StreamDefinitionBuilder<SlackFile>(new()
        {
            Id = "files",
            Name = "Files",
            Description = "One file that the account that consented can see: what it is, who brought it, when, from which app.",
            Mode = StreamMode.Append,
            Subject = StreamSubject.Activity,
            Methods = ["files.list"],
            Scopes = ["files:read"],
            LostWithout = "Without it nobody knows how much is stored, which outside services files live in, and who shares by public links.",
            References = [new("user_id", "users", "user_id"), new("team_id", "team_info", "team_id")],
        })
        .Text("file_id", row => row.Id, file.Of("id", "The file's id.", isKey: true))
        .Text("team_id", row => row.TeamId, new() { Description = "The workspace that was asked.", Source = "auth.test: team_id", Semantic = ColumnSemantic.TenantId })
        .Text("user_id", row => row.User, file.Of("user", "Who brought it.", ColumnSemantic.AccountId, PersonalData.Pseudonym, nullMeans: "Not told: a stub of a file of another workspace."))
        .Text("user_team_id", row => row.UserTeam, file.Of("user_team", "The workspace of who brought it."))
        .Timestamp("created_at", row => SlackMoment.FromSeconds(row.Created), file.Of("created", "When it was brought: a sign of use.", ColumnSemantic.ActivityAt, PersonalData.Behaviour))
        .Text("activity_kind", _ => "file", file.Of("(constant)", "Files that people and apps bring.", ColumnSemantic.ActivityKind))
        .Timestamp("updated_at", row => SlackMoment.FromSeconds(row.Updated), file.Of("updated", "When it was last changed.", nullMeans: "Not told."))
        .Text("name", row => row.Name, file.Of("name", "Its name. People choose names: it may say anything.", personalData: PersonalData.Behaviour))
        .Text("title", row => row.Title, file.Of("title", "Its title. People choose titles: it may say anything.", personalData: PersonalData.Behaviour))
        .Text("mimetype", row => row.Mimetype, file.Of("mimetype", "What kind of content it has, in the internet's word."))
        .Text("filetype", row => row.Filetype, file.Of("filetype", "What kind of file it is, in Slack's word."))
        .Text("filetype_name", row => row.PrettyType, file.Of("pretty_type", "What kind of file it is, for people."))
        .Int64("size_bytes", row => row.Size, file.Of("size", "How large it is, in bytes."))
        .Text("mode", row => row.Mode, file.Of("mode", "How Slack holds it: hosted, external, snippet and others. file_access and tombstone are stubs: of another workspace, or hidden by the plan."))
        .Boolean("is_external", row => row.IsExternal, file.Of("is_external", "Whether its content is with another service."))
        .Text("external_type", row => string.IsNullOrEmpty(row.ExternalType) ? null : row.ExternalType, file.Of("external_type", "The other service: gdrive, dropbox and others.", nullMeans: "With Slack."))
        .Text("app_id", row => row.AppId, file.Of("app_id", "The app that brought it.", ColumnSemantic.AppId, nullMeans: "No app, or not told."))
        .Text("app_name", row => row.AppName, file.Of("app_name", "The app's name.", nullMeans: "No app, or not told."))
        .Text("bot_id", row => row.BotId, file.Of("bot_id", "The bot that brought it.", nullMeans: "No bot, or not told."))
        .Boolean("is_public", row => row.IsPublic, file.Of("is_public", "Whether it is in a public channel."))
        .Boolean("has_public_link", row => row.PublicUrlShared, file.Of("public_url_shared", "Whether a link lets anybody on the internet read it."))
        .Int64("channels", row => row.Channels, file.Of("channels[]", "In how many public channels it is."))
        .Int64("private_channels", row => row.Groups, file.Of("groups[]", "In how many private channels it is, of those that the account that consented is in."))
        .Int64("direct_conversations", row => row.Ims, file.Of("ims[]", "In how many direct conversations it is, of those that the account that consented is in."))
        .Build();
    }
}
