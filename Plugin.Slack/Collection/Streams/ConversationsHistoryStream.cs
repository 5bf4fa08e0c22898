using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Plugin.Abstractions.Collection;
using Plugin.Abstractions.Errors;
using Plugin.Slack.Api;
using Plugin.Slack.Api.Answers;
using Plugin.Slack.Settings;

namespace Plugin.Slack.Collection.Streams;

/// <summary>How much who wrote where on which day; never what.</summary>
/// <remarks>
/// <para>Method <c>conversations.history</c>, scope <c>channels:history</c> (public channels), <c>im:history</c> (direct conversations of the account that consented,
/// only when the settings say so), tier 3, cursor, 999 a page; or one page of 15 a minute, which is found out and lived with.</para>
/// <para>Key: conversation, author, day. A pass reads the same span of time of every conversation, whole days, over as many runs as its calls take. Checkpoint and high-water mark:
/// the pass, the conversation, the earliest message met, and the counts of the day that is being read. Between runs it goes on by time, since cursors do not live that long.</para>
/// <para>Left out: texts; <see cref="SlackMessage"/> has no member for one. Private channels, whose scope is not asked for. Source: https://docs.slack.dev/reference/methods/conversations.history/</para>
/// </remarks>
internal sealed class ConversationsHistoryStream : SlackStream
{
    private const int PageSize = 999;
    private const int CappedPage = 15;
    private const int CappedCalls = 30;
    private const int FifteensThatTell = 2;
    private const string PublicScope = "channels:history";
    private const string PrivateScope = "groups:history";
    private const string DirectScope = "im:history";

    // A pass goes on an hour before the last one began: clocks differ, and messages may arrive late.
    private const long Overlap = 3_600 * MessageMoment.Second;

    private readonly TimeSpan _pauseThatTells = TimeSpan.FromSeconds(45);
    private readonly ListReader<HistoryAnswer, SlackMessage> _reader = new(SlackJson.Default.HistoryAnswer, SlackJson.Default.SlackMessage, "messages");
    private readonly StreamDefinition<ChannelDay> _definition = Define();

    /// <inheritdoc/>
    public override StreamDescription Description => _definition.Description;

    /// <inheritdoc/>
    public override async IAsyncEnumerable<StreamPage> CollectAsync(SlackSession session, StreamRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var position = HistoryPosition.Read(request.ResumeFrom);
        HistoryReading reading = new(_definition, position ?? Begin(request, session), request.ResumeFrom is not null && position is null);

        if (request.ResumeFrom is not null && position is null)
        {
            reading.Notes.Add(CheckpointUnreadable());
        }

        var identity = await session.IdentifyAsync(reading.Cost, cancellationToken);

        if (SkipBeforehand(identity) is { } skipped)
        {
            yield return reading.Last(skipped);
            yield break;
        }

        HistoryChannels channels = new(session.Rows, request.Before, identity.Scopes?.Contains(PrivateScope) is true, session.Settings.HistoryReach);
        var readsDirect = session.Settings.ReadsDirectMessages && identity.Scopes?.Contains(DirectScope) is not false;

        for (var part = reading.Position.Part; part <= (readsDirect ? 1 : 0); part++)
        {
            reading.Position = part == reading.Position.Part ? reading.Position : reading.Position.WithoutChannel() with { Part = part, After = null };

            await foreach (var channel in channels.ReadAsync(reading.Position, cancellationToken))
            {
                if (channel.Skip is { } skip)
                {
                    PassBy(reading, channel, skip);

                    continue;
                }

                reading.Enter(channel);
                CursorTrail trail = new();

                while (reading.Position.Channel == channel.Id)
                {
                    if (reading.Position.Calls >= Budget(reading.Position, session.Settings))
                    {
                        yield return reading.Last(OutOfCalls(reading));
                        yield break;
                    }

                    if (await ReadPageAsync(session, reading, channel, trail, cancellationToken) is { } end)
                    {
                        yield return reading.Last(end);
                        yield break;
                    }

                    yield return reading.Page();
                }
            }

            reading.EndDay();
        }

        yield return reading.Last(End(reading, session.Settings.ReadsDirectMessages && !readsDirect));
    }

    /// <inheritdoc/>
    public override IEnumerable<CallEstimate> Estimate(EstimateBasis basis)
    {
        // Every channel takes a call at least; whether Slack caps the method is seen by calling it only.
        var calls = basis.Own.LastCalls ?? basis.RowsOf("conversations");
        var budget = basis.Settings.HistoryBudget;

        return calls == 0 ? [] : [basis.Calls("conversations.history", SlackTier.Tier3, Math.Min(calls, budget), $"at most {budget} calls a run")];
    }

    /// <inheritdoc/>
    public override async Task<Probe> ProbeAsync(SlackSession session, CancellationToken cancellationToken)
    {
        var identity = await session.IdentifyAsync(new(), cancellationToken);

        if (SkipBeforehand(identity) is { } skipped)
        {
            return Failure(skipped);
        }

        var channels = await OneChannel.AskAsync(session, identity, cancellationToken);

        if (channels.Answer?.Channels?.FirstOrDefault()?.Id is not { } id)
        {
            return new Probe(null, $"conversations.history was not asked, as no public channel is known{(channels.Failure is { } failure ? $": {failure.Message}" : ".")}");
        }

        return (await session.CallAsync(new SlackCall<HistoryAnswer>("conversations.history", SlackTier.Tier3, [new("channel", id), new("limit", "1")], _reader), new(), cancellationToken)).Failure;
    }

    private static HistoryPosition Begin(StreamRequest request, SlackSession session)
    {
        var now = session.Clock.GetUtcNow().ToUnixTimeMilliseconds() * 1000;

        return HistoryPosition.Read(request.HighWaterMark) switch
        {
            null => new() { From = MessageMoment.BeginOfDay(Math.Max(0, now - session.Settings.HistoryReach)), To = now },
            { IsOver: true } last => new()
            {
                From = MessageMoment.BeginOfDay(Math.Max(0, last.To - Overlap)),
                To = Math.Max(now, last.To),
                IsLater = true,
                WasBroken = last.IsBroken,
            },
            { } broken => broken,
        };
    }

    private static int Budget(HistoryPosition position, SlackSettings settings) => position.IsCapped ? Math.Min(CappedCalls, settings.HistoryBudget) : settings.HistoryBudget;

    private static void PassBy(HistoryReading reading, HistoryChannel channel, HistorySkip skip)
    {
        var position = reading.Position;
        reading.Leave(channel.Key);
        reading.Position = skip is HistorySkip.Private ? reading.Position with { Private = position.Private + 1 } : reading.Position with { Archived = position.Archived + 1 };
    }

    private static void Follow(HistoryReading reading, HistoryChannel channel, HistoryAnswer answer, CursorTrail trail)
    {
        if (answer.NextCursor is null && answer.HasMore is not true)
        {
            reading.Leave(channel.Key);
        }
        else if (answer.NextCursor is { } cursor && trail.Check(reading.Position.Cursor, cursor, reading.Position.EmptyPages) is null)
        {
            reading.Position = reading.Position with { Cursor = cursor };
        }
        else if (reading.Position.TryByTime(out var byTime))
        {
            reading.Position = byTime;
        }
        else
        {
            reading.Leave(channel.Key);
            reading.Position = reading.Position with { HasLoop = true };
        }
    }

    private static StreamEnd OutOfCalls(HistoryReading reading)
    {
        var whole = reading.Whole();

        // What takes a whole run and more is not begun anew by each of them.
        if (whole.IsTooLong && whole.CallsBeforeDay is null or <= 1)
        {
            reading.GiveUpDay();
        }

        var mark = reading.Whole().ForAnotherRun().ToCheckpoint();

        return reading.Position.IsCapped
            ? StreamEnd.Partial(
                FailureReason.TryLater,
                "history_capped",
                $"Slack gives this app one page of {CappedPage} messages a minute, so reading stopped after {reading.Position.Calls} calls. What came before was kept.",
                "Run the connector again, as often as you like: each run goes on where the last one stopped. Slack lifts the limit for apps of its marketplace and for those that a customer built for itself.",
                mark)
            : StreamEnd.Partial(
                FailureReason.TryLater,
                "history_budget",
                $"The {reading.Position.Calls} calls that one run may make for messages are used up. What came before was kept.",
                "Run the connector again: each run goes on where the last one stopped. To read more in one run, raise 'Message calls a run' in the settings.",
                mark);
    }

    private static StreamEnd End(HistoryReading reading, bool lacksDirect)
    {
        var position = reading.Position;

        if (position.Private > 0)
        {
            reading.Notes.Add(new("private_channels", $"{position.Private} private channels and direct conversations of more than two were not read: their messages need scopes that the connector does not ask for."));
        }

        if (position.Archived > 0)
        {
            reading.Notes.Add(new("archived_channels", $"{position.Archived} archived channels were not read again: nothing is written in them any more."));
        }

        Checkpoint mark = new HistoryPosition { From = position.From, To = position.To, IsBroken = position.IsBroken, IsOver = true }.ToCheckpoint();

        if (position.HasLoop)
        {
            return CursorTrail.Loop(mark);
        }

        return lacksDirect
            ? StreamEnd.Partial(
                FailureReason.GrantScope,
                "missing_scope",
                $"The token lacks the scope {DirectScope}, so direct messages were not counted. The channels were.",
                $"Add the user scope {DirectScope} to the Slack app and press Authorize again, or switch direct messages off in the settings.",
                mark)
            : StreamEnd.Complete(mark);
    }

    private static StreamDefinition<ChannelDay> Define()
    {
        Meaning message = new("conversations.history: messages[]");

        return new StreamDefinitionBuilder<ChannelDay>(new()
        {
            Id = "conversations_history",
            Name = "Messages a day",
            Description = "What one author wrote in one conversation on one day (UTC): how much, from when to when. Never what.",
            Mode = StreamMode.Append,
            Subject = StreamSubject.Activity,
            Methods = ["conversations.history"],
            Scopes = [PublicScope],
            LostWithout = "Without it nobody knows which channels are in use, who writes, and which calls were held.",
            IsOnByDefault = false,
            ReadsBack = ["conversations", "direct_conversations"],
            References = [new("channel_id", "conversations", "channel_id"), new("user_id", "users", "user_id")],
        })
        .Text("channel_id", row => row.Channel, new() { Description = "The conversation.", Source = "conversations.list: channels[].id", Semantic = ColumnSemantic.SpaceId, IsKey = true })
        .Text("author_id", row => row.Author, message.Of("user, bot_id, app_id", "Who wrote: the account, else the bot, else the app, else 'unknown'.", personalData: PersonalData.Pseudonym, isKey: true))
        .Text("day", row => Day(row.Day), message.Of("ts", "The day in UTC: 2026-11-24.", personalData: PersonalData.Behaviour, isKey: true))
        .Text("author_kind", row => Kind(row.Kind), message.Of("user, bot_id, app_id", "What the author's id names: user, bot, app, unknown. The account of a bot is a user here; see the list of people."))
        .Text("user_id", row => row.Kind is AuthorKind.User ? row.Author : null, message.Of("user", "The account.", ColumnSemantic.AccountId, PersonalData.Pseudonym, nullMeans: "A bot or an app wrote without an account."))
        .Text("app_id", row => row.AppId, message.Of("app_id, bot_profile.app_id", "The app by which the newest of them was written that names one.", ColumnSemantic.AppId, nullMeans: "No app, or not told."))
        .Text("activity_kind", _ => "message", message.Of("(constant)", "Messages written.", ColumnSemantic.ActivityKind))
        .Boolean("is_direct", row => row.IsDirect, new() { Description = "Whether it is a direct conversation of the account that consented. Such are counted only when the settings say so.", Source = "conversations.list: channels[].is_im", Scope = DirectScope })
        .Int64("messages", row => row.Messages, message.Of("(count)", "How many messages, notices among them; replies within threads are not.", personalData: PersonalData.Behaviour))
        .Int64("notices", row => row.Notices, message.Of("subtype", "How many of them have a subtype: joining, a change of topic, a huddle and other notices, and messages of bots of the older kind.", personalData: PersonalData.Behaviour))
        .Int64("threads", row => row.Threads, message.Of("reply_count", "How many of them began a thread.", personalData: PersonalData.Behaviour))
        .Int64("replies_received", row => row.Replies, message.Of("reply_count", "How many replies those threads had when they were read, whoever wrote them.", personalData: PersonalData.Behaviour))
        .Timestamp("first_at", row => MessageMoment.ToTime(row.First), message.Of("ts", "The first message of the day.", personalData: PersonalData.Behaviour))
        .Timestamp("last_at", row => MessageMoment.ToTime(row.Last), message.Of("ts", "The last message of the day.", ColumnSemantic.ActivityAt, PersonalData.Behaviour))
        .Json("calls", row => row.Calls is { } calls ? JsonSerializer.Serialize(calls, SlackJson.Default.ListCallMet) : null, message.Of("blocks[], room", "The calls and huddles that the messages told of: id, app, times, how many took part.", personalData: PersonalData.Behaviour, nullMeans: "None."))
        .Build();
    }

    private static string Day(long day) => DateTimeOffset.UnixEpoch.AddDays(day).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string Kind(AuthorKind kind) => kind switch
    {
        AuthorKind.User => "user",
        AuthorKind.Bot => "bot",
        AuthorKind.App => "app",
        _ => "unknown",
    };

    private async Task<StreamEnd?> ReadPageAsync(SlackSession session, HistoryReading reading, HistoryChannel channel, CursorTrail trail, CancellationToken cancellationToken)
    {
        var result = await session.CallAsync(Call(reading.Position, channel), reading.Cost, cancellationToken);

        if (!result.TryGet(out var answer, out var failure))
        {
            return After(failure, reading, channel);
        }

        reading.Position = reading.Position with { Calls = reading.Position.Calls + 1 };
        var received = reading.Take(answer, channel.From);
        FindCap(reading, received, answer);

        if (answer.IsLimited is true)
        {
            reading.Notes.Add(new("history_limited", "The workspace's plan hides older messages; they are not counted."));
        }

        if (answer.CleanedCharacters > 0)
        {
            reading.Notes.Add(new("cleaned_text", "Characters that no store keeps (NUL, halves of surrogate pairs) were passed over."));
        }

        Follow(reading, channel, answer, trail);

        return null;
    }

    private SlackCall<HistoryAnswer> Call(HistoryPosition position, HistoryChannel channel)
    {
        List<KeyValuePair<string, string>> form =
        [
            new("channel", channel.Id),
            new("limit", (position.IsCapped ? CappedPage : PageSize).ToString(CultureInfo.InvariantCulture)),
            new("latest", MessageMoment.Text(position.Latest ?? position.To)),
        ];

        if (channel.From > 0)
        {
            // Neither end of the span belongs to it.
            form.Add(new("oldest", MessageMoment.Text(channel.From - 1)));
        }

        if (position.Cursor is { } cursor)
        {
            form.Add(new("cursor", cursor));
        }

        return new("conversations.history", position.IsCapped ? SlackTier.Capped : SlackTier.Tier3, form, _reader);
    }

    /// <summary>Finds out whether Slack gives one page of 15 a minute, and says so once a run.</summary>
    private void FindCap(HistoryReading reading, int received, HistoryAnswer answer)
    {
        var position = reading.Position;
        var isFifteen = received == CappedPage && !position.IsCapped && (answer.NextCursor is not null || answer.HasMore is true);
        var fifteens = isFifteen ? position.Fifteens + 1 : 0;

        // A long pause is asked for elsewhere too, but then the page is larger.
        var isFound = !position.IsCapped && received <= CappedPage && (reading.Cost.LongestPause >= _pauseThatTells || fifteens >= FifteensThatTell);
        reading.Position = position with { Fifteens = fifteens, IsCapped = position.IsCapped || isFound };

        if (isFound)
        {
            reading.Notes.Add(new("history_capped", $"Slack gives this app one page of {CappedPage} messages a minute, so no more than {CappedCalls} calls are made in this run."));
        }
    }

    /// <summary>What becomes of a conversation, or of the stream, after a call that did not succeed.</summary>
    private StreamEnd? After(SlackFailure failure, HistoryReading reading, HistoryChannel channel)
    {
        var position = reading.Position;

        if (failure.Action is SlackErrorAction.RestartStream && position.Cursor is not null && position.TryByTime(out var byTime))
        {
            reading.Notes.Add(new("cursor_expired", "Slack no longer knew the place in a conversation, so it was gone on with by time; nothing is missing."));
            reading.Position = byTime;

            return null;
        }

        if (failure.Action is SlackErrorAction.SkipItem || (position.Part == 1 && failure.Reason is FailureReason.GrantScope))
        {
            reading.Position = position with { Calls = position.Calls + 1 };
            reading.LeaveBroken(channel.Key, failure.Code, "The conversation could not be read, or not any further; what its unfinished day had is not counted.");

            return null;
        }

        return position.Pages > 0 && failure.Action is SlackErrorAction.SkipStream or SlackErrorAction.Retry or SlackErrorAction.RestartStream
            ? StreamEnd.Partial(failure.Reason, failure.Code, $"{failure.Message} What came before was kept.", failure.Fix, reading.Whole().ForAnotherRun().ToCheckpoint())
            : EndAfter(failure, hasPages: false);
    }
}
