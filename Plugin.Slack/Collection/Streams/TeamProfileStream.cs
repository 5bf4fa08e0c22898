using System.Text.Json;
using Plugin.Abstractions.Collection;
using Plugin.Slack.Api;
using Plugin.Slack.Api.Answers;
using Plugin.Slack.Authorization;

namespace Plugin.Slack.Collection.Streams;

/// <summary>The custom fields that people's profiles have.</summary>
/// <remarks>
/// <para>Method <c>team.profile.get</c>, scope <c>users.profile:read</c>, tier 3, one call a workspace.</para>
/// <para>Key: workspace and field id. No checkpoint: one page.</para>
/// <para>Left out: who may fill a field in (<c>options</c>), headings of sections. Source: https://docs.slack.dev/reference/methods/team.profile.get/</para>
/// </remarks>
internal sealed class TeamProfileStream : ListStream<TeamProfileAnswer, ProfileField>
{
    private readonly ListReader<TeamProfileAnswer, ProfileField> _reader = new(SlackJson.Default.TeamProfileAnswer, SlackJson.Default.ProfileField, "profile.fields");

    /// <inheritdoc/>
    protected override StreamDefinition<ProfileField> Definition { get; } = Define();

    /// <inheritdoc/>
    public override IEnumerable<CallEstimate> Estimate(EstimateBasis basis) => [basis.Calls("team.profile.get", SlackTier.Tier3, Math.Max(1, basis.RowsOf("team_info")), "one a workspace")];

    /// <inheritdoc/>
    protected override SlackCall<TeamProfileAnswer> Call(StreamPosition position, int? limit) => new("team.profile.get", SlackTier.Tier3, [], _reader);

    /// <inheritdoc/>
    protected override void Complete(ProfileField record, SlackIdentity identity) => record.TeamId = identity.TeamId;

    private static StreamDefinition<ProfileField> Define()
    {
        Meaning profile = new("team.profile.get: profile.fields[]");

        return new StreamDefinitionBuilder<ProfileField>(new()
        {
            Id = "team_profile",
            Name = "Profile fields",
            Description = "One custom field of people's profiles: what it is called and what it takes.",
            Mode = StreamMode.Snapshot,
            Methods = ["team.profile.get"],
            Scopes = ["users.profile:read"],
            LostWithout = "Without it the custom fields of profiles have ids and no names.",
            References = [new("team_id", "team_info", "team_id")],
        })
        .Text("team_id", row => row.TeamId, new() { Description = "The workspace that has the field.", Source = "auth.test: team_id", Semantic = ColumnSemantic.TenantId, IsKey = true })
        .Text("field_id", row => row.Id, profile.Of("id", "The field's id, under which profiles hold its value.", isKey: true))
        .Text("label", row => row.Label, profile.Of("label", "What the field is called.", ColumnSemantic.DisplayName))
        .Text("name", row => row.FieldName, profile.Of("field_name", "Slack's own name of the field.", nullMeans: "Not told."))
        .Text("hint", row => row.Hint, profile.Of("hint", "What people are told to fill in."))
        .Text("type", row => row.Type, profile.Of("type", "What the field takes: text, long_text, date, link, options_list, tags, user."))
        .Json("possible_values", row => row.PossibleValues is { ValueKind: JsonValueKind.Array } values ? values.GetRawText() : null, profile.Of("possible_values", "The values to choose from, as a list.", nullMeans: "Anything may be filled in."))
        .Boolean("is_hidden", row => row.IsHidden, profile.Of("is_hidden", "Whether profiles hide it."))
        .Text("section_id", row => row.SectionId, profile.Of("section_id", "The part of the profile that it stands in.", nullMeans: "Not told."))
        .Int64("position", row => row.Ordering, profile.Of("ordering", "Its place among the fields."))
        .Build();
    }
}
