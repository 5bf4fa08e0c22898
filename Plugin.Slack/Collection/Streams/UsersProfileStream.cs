using System.Runtime.CompilerServices;
using Plugin.Abstractions.Collection;
using Plugin.Slack.Api;
using Plugin.Slack.Api.Answers;

namespace Plugin.Slack.Collection.Streams;

/// <summary>People's profiles: custom fields, and the e-mail address where Slack gives it.</summary>
/// <remarks>
/// <para>Method <c>users.profile.get</c>, scope <c>users.profile:read</c>, tier 4, one call a person, so a run asks as many people as the setting allows and the next one goes on after them. Off by default.</para>
/// <para>Key: workspace and user id. A part of the list is a person. Checkpoint: round and person; high-water mark: who was asked last.</para>
/// <para>Left out: phone, pronouns, pictures, status texts; bots and deactivated people are not asked. <c>include_labels</c> is never sent: Slack limits it heavily, and <c>team.profile.get</c> has the labels.
/// Source: https://docs.slack.dev/reference/methods/users.profile.get/</para>
/// </remarks>
internal sealed class UsersProfileStream : SlackStream
{
    private const int MostGoneAPage = 1_000;

    private readonly AnswerReader<UsersProfileAnswer> _reader = new(SlackJson.Default.UsersProfileAnswer);
    private readonly StreamDefinition<PersonProfile> _definition = Define();

    /// <inheritdoc/>
    public override StreamDescription Description => _definition.Description;

    /// <inheritdoc/>
    public override async IAsyncEnumerable<StreamPage> CollectAsync(SlackSession session, StreamRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        CallCost cost = new();
        var resumed = ProfilesPosition.Read(request.ResumeFrom);
        var startsOver = request.ResumeFrom is not null && resumed is null;
        List<EvidenceNote> notes = startsOver ? [CheckpointUnreadable()] : [];
        List<string> covered = [];

        if (SkipBeforehand(await session.IdentifyAsync(cost, cancellationToken)) is { } skipped)
        {
            yield return Page([], [], skipped, new());
            yield break;
        }

        var mark = ProfilesPosition.Read(request.HighWaterMark);
        var position = resumed ?? new() { LastNew = mark?.LastNew, LastKnown = mark?.LastKnown };
        ProfileRounds rounds = new(mark?.LastNew, mark?.LastKnown);
        PeoplePlan plan = new(session.Rows, request.Before);
        var budget = session.Settings.ProfileBudget;

        for (; position.Round < ProfileRounds.Count && position.Asked < budget; position = position with { Round = position.Round + 1, After = null })
        {
            await foreach (var person in plan.ReadAsync(position.After ?? rounds.Begin(position.Round), cancellationToken))
            {
                if (position.Asked >= budget || rounds.IsOver(position.Round, person.Key))
                {
                    break;
                }

                position = position with { After = person.Key };

                if (position.Round == 0 && person.IsGone)
                {
                    covered.Add(person.UserId);
                    position = position with { Gone = position.Gone + 1 };

                    if (covered.Count == MostGoneAPage)
                    {
                        yield return Page([], [], null, position);
                        (cost, notes, covered, startsOver) = (new(), [], [], false);
                    }
                }

                if (!ProfileRounds.Asks(position.Round, person))
                {
                    continue;
                }

                var result = await session.CallAsync(Call(person.UserId), cost, cancellationToken);
                List<PersonProfile> rows = [];
                List<OmittedRecords> omitted = [];

                if (result.TryGet(out var answer, out var failure))
                {
                    // A whole answer has a profile.
                    var profile = answer.Profile!;
                    (profile.TeamId, profile.UserId) = (person.TeamId, person.UserId);
                    rows.Add(profile);
                    covered.Add(person.UserId);
                }
                else if (failure.Action is SlackErrorAction.SkipItem || failure.Code is "unreadable_answer")
                {
                    omitted.Add(new(failure.Code, "The person's profile could not be read; what was known of it was kept.", 1));
                }
                else
                {
                    yield return Page([], [], EndAfter(failure, position.Pages > 0), position);
                    yield break;
                }

                position = position with
                {
                    Asked = position.Asked + 1,
                    AskedNew = position.AskedNew + (person.IsKnown ? 0 : 1),
                    Refused = position.Refused + omitted.Count,
                    Pages = position.Pages + 1,
                    LastNew = person.IsKnown ? position.LastNew : person.Key,
                    LastKnown = person.IsKnown ? person.Key : position.LastKnown,
                };

                yield return Page(rows, omitted, null, position);
                (cost, notes, covered, startsOver) = (new(), [], [], false);
            }
        }

        notes.Add(Told(position, budget));

        yield return Page([], [], StreamEnd.Complete(new ProfilesPosition { LastNew = position.LastNew, LastKnown = position.LastKnown }.ToCheckpoint()), position);

        RecordPage<PersonProfile> Page(List<PersonProfile> rows, List<OmittedRecords> omitted, StreamEnd? end, ProfilesPosition next) => new(_definition, rows)
        {
            Next = end is null ? next.ToCheckpoint() : null,
            End = end,
            Evidence = Evidence(cost, rows.Count + omitted.Count, omitted, notes),
            StartsOver = startsOver,
            Covered = covered,
        };
    }

    /// <inheritdoc/>
    public override IEnumerable<CallEstimate> Estimate(EstimateBasis basis)
    {
        var people = basis.RowsOf("users");
        var budget = basis.Settings.ProfileBudget;

        return [basis.Calls("users.profile.get", SlackTier.Tier4, people == 0 ? budget : Math.Min(budget, people), $"at most {budget} people a run, one call each")];
    }

    /// <inheritdoc/>
    public override async Task<Probe> ProbeAsync(SlackSession session, CancellationToken cancellationToken)
    {
        var identity = await session.IdentifyAsync(new(), cancellationToken);

        return (await session.CallAsync(Call(identity.UserId), new(), cancellationToken)).Failure;
    }

    private static EvidenceNote Told(ProfilesPosition position, int budget) => new(
        position.Asked < budget ? "profiles_asked" : "profile_budget",
        $"{position.Asked} people were asked for their profiles, {position.AskedNew} of them for the first time; {position.Gone} are gone. "
            + (position.Asked < budget ? "Nobody was left to ask." : $"The setting allows {budget} a run: the next run goes on with the people after them."));

    private static StreamDefinition<PersonProfile> Define()
    {
        Meaning profile = new("users.profile.get: profile");

        return new StreamDefinitionBuilder<PersonProfile>(new()
        {
            Id = "users_profile",
            Name = "Profiles",
            Description = "One person's profile: custom fields, and the e-mail address where Slack gives it.",
            Mode = StreamMode.PartedSnapshot,
            PartColumn = "user_id",
            Methods = ["users.profile.get"],
            Scopes = ["users.profile:read"],
            LostWithout = "Without it there are no custom fields, and no e-mail addresses unless users:read.email was granted.",
            IsOnByDefault = false,
            ReadsBack = ["users"],
            References = [new("user_id", "users", "user_id"), new("team_id", "team_info", "team_id")],
        })
        .Text("team_id", row => row.TeamId, new() { Description = "The workspace, as the person's record has it.", Source = "users.list: members[].team_id", Semantic = ColumnSemantic.TenantId, IsKey = true })
        .Text("user_id", row => row.UserId, profile.Of("(argument user)", "The account.", ColumnSemantic.AccountId, PersonalData.Pseudonym, isKey: true))
        .Text("email", row => Given(row.Email), profile.Of("email", "The e-mail address.", ColumnSemantic.Email, PersonalData.Identity, "The workspace hides addresses, or Slack gives none with the token's scopes; one's own needs users:read.email."))
        .Text("first_name", row => Given(row.FirstName), profile.Of("first_name", "The first name.", personalData: PersonalData.Identity))
        .Text("last_name", row => Given(row.LastName), profile.Of("last_name", "The last name.", personalData: PersonalData.Identity))
        .Text("title", row => Given(row.Title), profile.Of("title", "The job title.", personalData: PersonalData.Identity))
        .Text("start_date", row => Given(row.StartDate), profile.Of("start_date", "When the person joined the company, as filled in.", personalData: PersonalData.Identity, nullMeans: "Not filled in, or the workspace does not have Slack Atlas."))
        .Json("custom_fields", row => CustomFields.Of(row.Fields), profile.Of("fields", "The custom fields that are filled in: values by the field's id, which team_profile names.", personalData: PersonalData.Identity, nullMeans: "None is filled in."))
        .Build();
    }

    private static string? Given(string? text) => string.IsNullOrEmpty(text) ? null : text;

    private SlackCall<UsersProfileAnswer> Call(string userId) => new("users.profile.get", SlackTier.Tier4, [new("user", userId)], _reader);
}
