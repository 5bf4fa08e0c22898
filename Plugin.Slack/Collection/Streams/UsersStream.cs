using Plugin.Abstractions.Collection;
using Plugin.Slack.Api;
using Plugin.Slack.Api.Answers;
using Plugin.Slack.Authorization;

namespace Plugin.Slack.Collection.Streams;

/// <summary>People, guests and bots.</summary>
/// <remarks>
/// <para>Method <c>users.list</c>, scope <c>users:read</c> (e-mail: <c>users:read.email</c>), tier 2, cursor, 999 a page.</para>
/// <para>Key: workspace and user id. The handle (<c>name</c>) is no identity: it can be changed and taken over. Checkpoint: Slack's cursor.</para>
/// <para>Left out: phone, pictures, status texts, custom fields. Source: https://docs.slack.dev/reference/methods/users.list/</para>
/// </remarks>
internal sealed class UsersStream : ListStream<UsersListAnswer, SlackUser>
{
    private const string PageSize = "999";

    private readonly ListReader<UsersListAnswer, SlackUser> _reader = new(SlackJson.Default.UsersListAnswer, SlackJson.Default.SlackUser, "members");
    private readonly KeyValuePair<string, string> _limit = new("limit", PageSize);

    /// <inheritdoc/>
    protected override StreamDefinition<SlackUser> Definition { get; } = Define();

    /// <inheritdoc/>
    public override IEnumerable<CallEstimate> Estimate(EstimateBasis basis) => basis.Pages("users.list", SlackTier.Tier2, 999);

    /// <inheritdoc/>
    protected override SlackCall<UsersListAnswer> Call(StreamPosition position, int? limit) =>
        new("users.list", SlackTier.Tier2, CursorForm.Of(position, limit, _limit), _reader);

    /// <inheritdoc/>
    protected override void Complete(SlackUser record, SlackIdentity identity)
    {
        if (string.IsNullOrEmpty(record.TeamId))
        {
            record.TeamId = identity.TeamId;
        }
    }

    private static StreamDefinition<SlackUser> Define()
    {
        Meaning user = new("users.list: members[]");

        return new StreamDefinitionBuilder<SlackUser>(new()
        {
            Id = "users",
            Name = "People",
            Description = "One account of the workspace: person, guest or bot, active or not.",
            Mode = StreamMode.Snapshot,
            Subject = StreamSubject.Accounts,
            Methods = ["users.list"],
            Scopes = ["users:read"],
            LostWithout = "Without it there are no people, and seats and sign-ins have nobody to belong to.",
            References = [new("team_id", "team_info", "team_id"), new("guest_invited_by", "users", "user_id")],
        })
        .Text("team_id", row => row.TeamId, user.Of("team_id", "The workspace that the account belongs to.", ColumnSemantic.TenantId, isKey: true))
        .Text("user_id", row => row.Id, user.Of("id", "The account's id in the workspace.", ColumnSemantic.AccountId, PersonalData.Pseudonym, isKey: true))
        .Text("person_id", row => Given(row.EnterpriseUser?.Id) ?? row.Id, user.Of("enterprise_user.id, id", "One for a person, in however many workspaces of an organisation: the id in the organisation, otherwise that of the account.", personalData: PersonalData.Pseudonym))
        .Text("enterprise_user_id", row => row.EnterpriseUser?.Id, user.Of("enterprise_user.id", "The account's id in the organisation.", personalData: PersonalData.Pseudonym, nullMeans: "The workspace is in no Enterprise organisation."))
        .Text("enterprise_id", row => row.EnterpriseUser?.EnterpriseId, user.Of("enterprise_user.enterprise_id", "The organisation's id.", nullMeans: "The workspace is in no Enterprise organisation."))
        .Text("display_name", DisplayName, user.Of("profile.display_name, profile.real_name, real_name, name", "The name that people see: the first of these that is not empty.", ColumnSemantic.DisplayName, PersonalData.Identity))
        .Text("real_name", row => Given(row.Profile?.RealName) ?? Given(row.RealName), user.Of("profile.real_name", "The full name.", personalData: PersonalData.Identity))
        .Text("handle", row => Given(row.Name), user.Of("name", "The old handle. Not an identity: it can be changed and taken over.", personalData: PersonalData.Identity))
        .Text("email", row => Given(row.Profile?.Email), user.Of("profile.email", "The e-mail address.", ColumnSemantic.Email, PersonalData.Identity, "The scope users:read.email was not granted, the workspace hides addresses, or the account has none (bots).", scope: "users:read.email"))
        .Text("title", row => Given(row.Profile?.Title), user.Of("profile.title", "The job title.", personalData: PersonalData.Identity))
        .Text("account_status", Status, user.Of("deleted, is_invited_user", "Whether the account can sign in: active, invited (has not signed in yet), deactivated.", ColumnSemantic.AccountStatus))
        .Text("account_type", row => AccountType.Of(row).Name, user.Of("id, is_bot, is_workflow_bot, is_connector_bot, is_primary_owner, is_owner, is_admin, is_restricted, is_ultra_restricted", "The kind of account, in ten classes: primary_owner, owner, admin, member, multi_channel_guest, single_channel_guest, bot, workflow_bot, connector_bot, slackbot.", ColumnSemantic.AccountType, nullMeans: "Slack does not tell the role of a deactivated person."))
        .Text("account_type_from", row => AccountType.Of(row).DecidedBy, user.Of("(derived)", "The field that decided the kind of account.", ColumnSemantic.AccountTypeReason))
        .Boolean("is_admin", row => row.IsAdmin, user.Of("is_admin", "Administrator of the workspace."))
        .Boolean("is_owner", row => row.IsOwner, user.Of("is_owner", "Owner of the workspace."))
        .Boolean("is_primary_owner", row => row.IsPrimaryOwner, user.Of("is_primary_owner", "The one primary owner."))
        .Boolean("is_restricted", row => row.IsRestricted, user.Of("is_restricted", "Guest of any kind."))
        .Boolean("is_ultra_restricted", row => row.IsUltraRestricted, user.Of("is_ultra_restricted", "Guest of a single channel, which is free of charge."))
        .Boolean("is_bot", row => row.IsBot, user.Of("is_bot", "Belongs to an app."))
        .Boolean("is_organisation_admin", row => row.EnterpriseUser?.IsAdmin, user.Of("enterprise_user.is_admin", "Administrator of the organisation.", nullMeans: "The workspace is in no Enterprise organisation."))
        .Boolean("is_organisation_owner", row => row.EnterpriseUser?.IsOwner, user.Of("enterprise_user.is_owner", "Owner of the organisation.", nullMeans: "The workspace is in no Enterprise organisation."))
        .Boolean("has_two_factor", row => row.HasTwoFactor, user.Of("has_2fa", "Whether two-factor authentication is on.", nullMeans: "The account that consented is no administrator, or it is a bot."))
        .Text("two_factor_type", row => row.TwoFactorType, user.Of("two_factor_type", "How: app or sms.", nullMeans: "Two-factor authentication is off or not shown."))
        .Boolean("is_email_confirmed", row => row.IsEmailConfirmed, user.Of("is_email_confirmed", "Whether the e-mail address was confirmed."))
        .Text("time_zone", row => row.Tz, user.Of("tz", "The time zone, as the account has set it: Europe/London.", personalData: PersonalData.Behaviour))
        .Text("bot_id", row => row.Profile?.BotId, user.Of("profile.bot_id", "The bot behind a bot's account.", nullMeans: "A person."))
        .Text("app_id", row => row.Profile?.ApiAppId, user.Of("profile.api_app_id", "The app behind a bot's account.", ColumnSemantic.AppId, nullMeans: "A person, or a bot without an app."))
        .Text("guest_invited_by", row => row.Profile?.GuestInvitedBy, user.Of("profile.guest_invited_by", "Who invited the guest.", personalData: PersonalData.Pseudonym, nullMeans: "No guest, or not told."))
        .Timestamp("guest_expires_at", row => SlackMoment.FromSeconds(row.Profile?.GuestExpirationTs), user.Of("profile.guest_expiration_ts", "When the guest's access ends.", nullMeans: "No guest, or no end."))
        .Timestamp("updated_at", row => SlackMoment.FromSeconds(row.Updated), user.Of("updated", "When the record was last changed. Says nothing about use.", nullMeans: "Never changed."))
        .Build();
    }

    private static string? DisplayName(SlackUser row) =>
        Given(row.Profile?.DisplayName) ?? Given(row.Profile?.RealName) ?? Given(row.RealName) ?? Given(row.Name);

    private static string Status(SlackUser row) => row switch
    {
        { Deleted: true } => "deactivated",
        { IsInvitedUser: true } => "invited",
        _ => "active",
    };

    private static string? Given(string? text) => string.IsNullOrEmpty(text) ? null : text;
}
