using System.Buffers.Text;
using System.Text.Json;
using Plugin.Slack.Sandbox.Workspace;

namespace Plugin.Slack.Sandbox.Wire;

/// <summary>
/// Writes one user as <c>users.list</c> shows it. Fields are absent, null or oddly typed where Slack's are. A million of these
/// are written in a benchmark, so names are encoded once and nothing is allocated.
/// </summary>
internal sealed class UserRecord(SlackWorkspace workspace, bool showsEmail, bool showsTwoFactor, bool showsLocale)
{
    /// <summary>The one custom field of this workspace.</summary>
    public const string CustomField = "Xf0SANDBOX";

    private static readonly JsonEncodedText Id = JsonEncodedText.Encode("id");
    private static readonly JsonEncodedText TeamIdName = JsonEncodedText.Encode("team_id");
    private static readonly JsonEncodedText NameName = JsonEncodedText.Encode("name");
    private static readonly JsonEncodedText Deleted = JsonEncodedText.Encode("deleted");
    private static readonly JsonEncodedText Color = JsonEncodedText.Encode("color");
    private static readonly JsonEncodedText RealName = JsonEncodedText.Encode("real_name");
    private static readonly JsonEncodedText RealNameNormalized = JsonEncodedText.Encode("real_name_normalized");
    private static readonly JsonEncodedText DisplayName = JsonEncodedText.Encode("display_name");
    private static readonly JsonEncodedText DisplayNameNormalized = JsonEncodedText.Encode("display_name_normalized");
    private static readonly JsonEncodedText FirstName = JsonEncodedText.Encode("first_name");
    private static readonly JsonEncodedText LastName = JsonEncodedText.Encode("last_name");
    private static readonly JsonEncodedText Tz = JsonEncodedText.Encode("tz");
    private static readonly JsonEncodedText TzLabel = JsonEncodedText.Encode("tz_label");
    private static readonly JsonEncodedText TzOffset = JsonEncodedText.Encode("tz_offset");
    private static readonly JsonEncodedText Profile = JsonEncodedText.Encode("profile");
    private static readonly JsonEncodedText Title = JsonEncodedText.Encode("title");
    private static readonly JsonEncodedText Phone = JsonEncodedText.Encode("phone");
    private static readonly JsonEncodedText Skype = JsonEncodedText.Encode("skype");
    private static readonly JsonEncodedText Email = JsonEncodedText.Encode("email");
    private static readonly JsonEncodedText Fields = JsonEncodedText.Encode("fields");
    private static readonly JsonEncodedText StatusText = JsonEncodedText.Encode("status_text");
    private static readonly JsonEncodedText StatusEmoji = JsonEncodedText.Encode("status_emoji");
    private static readonly JsonEncodedText StatusEmojiInfo = JsonEncodedText.Encode("status_emoji_display_info");
    private static readonly JsonEncodedText StatusExpiration = JsonEncodedText.Encode("status_expiration");
    private static readonly JsonEncodedText AvatarHash = JsonEncodedText.Encode("avatar_hash");
    private static readonly JsonEncodedText Image24 = JsonEncodedText.Encode("image_24");
    private static readonly JsonEncodedText Image72 = JsonEncodedText.Encode("image_72");
    private static readonly JsonEncodedText Image192 = JsonEncodedText.Encode("image_192");
    private static readonly JsonEncodedText Image512 = JsonEncodedText.Encode("image_512");
    private static readonly JsonEncodedText Team = JsonEncodedText.Encode("team");
    private static readonly JsonEncodedText BotId = JsonEncodedText.Encode("bot_id");
    private static readonly JsonEncodedText ApiAppId = JsonEncodedText.Encode("api_app_id");
    private static readonly JsonEncodedText AlwaysActive = JsonEncodedText.Encode("always_active");
    private static readonly JsonEncodedText GuestInvitedBy = JsonEncodedText.Encode("guest_invited_by");
    private static readonly JsonEncodedText GuestExpiration = JsonEncodedText.Encode("guest_expiration_ts");
    private static readonly JsonEncodedText IsAdmin = JsonEncodedText.Encode("is_admin");
    private static readonly JsonEncodedText IsOwner = JsonEncodedText.Encode("is_owner");
    private static readonly JsonEncodedText IsPrimaryOwner = JsonEncodedText.Encode("is_primary_owner");
    private static readonly JsonEncodedText IsRestricted = JsonEncodedText.Encode("is_restricted");
    private static readonly JsonEncodedText IsUltraRestricted = JsonEncodedText.Encode("is_ultra_restricted");
    private static readonly JsonEncodedText IsBot = JsonEncodedText.Encode("is_bot");
    private static readonly JsonEncodedText IsAppUser = JsonEncodedText.Encode("is_app_user");
    private static readonly JsonEncodedText IsWorkflowBot = JsonEncodedText.Encode("is_workflow_bot");
    private static readonly JsonEncodedText IsStranger = JsonEncodedText.Encode("is_stranger");
    private static readonly JsonEncodedText IsInvitedUser = JsonEncodedText.Encode("is_invited_user");
    private static readonly JsonEncodedText IsEmailConfirmed = JsonEncodedText.Encode("is_email_confirmed");
    private static readonly JsonEncodedText Has2fa = JsonEncodedText.Encode("has_2fa");
    private static readonly JsonEncodedText TwoFactorType = JsonEncodedText.Encode("two_factor_type");
    private static readonly JsonEncodedText ContactCard = JsonEncodedText.Encode("who_can_share_contact_card");
    private static readonly JsonEncodedText Locale = JsonEncodedText.Encode("locale");
    private static readonly JsonEncodedText Updated = JsonEncodedText.Encode("updated");
    private static readonly JsonEncodedText EnterpriseUser = JsonEncodedText.Encode("enterprise_user");
    private static readonly JsonEncodedText EnterpriseId = JsonEncodedText.Encode("enterprise_id");
    private static readonly JsonEncodedText EnterpriseName = JsonEncodedText.Encode("enterprise_name");
    private static readonly JsonEncodedText Teams = JsonEncodedText.Encode("teams");

    private readonly JsonEncodedText _teamId = JsonEncodedText.Encode(workspace.TeamId);
    private readonly JsonEncodedText _foreignTeamId = JsonEncodedText.Encode(workspace.ForeignTeamId);
    private readonly JsonEncodedText _enterpriseId = JsonEncodedText.Encode(workspace.EnterpriseId);
    private readonly int _primaryOwner = workspace.People.Population.IndexOf(0);

    public void Write(Utf8JsonWriter json, Person person)
    {
        Span<byte> id = stackalloc byte[SlackIds.Length];
        WriteId(person, id, out int idLength);
        Span<byte> handle = stackalloc byte[64];
        int handleLength = PersonNames.Handle(person, handle);
        Span<byte> name = stackalloc byte[96];
        int nameLength = PersonNames.Display(person, name);
        JsonEncodedText team = person.Class == AccountClass.Stranger ? _foreignTeamId : _teamId;
        bool deleted = person.Class == AccountClass.Deactivated;

        json.WriteStartObject();
        json.WriteString(Id, id[..idLength]);
        json.WriteString(TeamIdName, team);
        json.WriteString(NameName, handle[..handleLength]);

        // Slack leaves the flag out for some live accounts.
        if (deleted || person.Dice % 11 != 0)
        {
            json.WriteBoolean(Deleted, deleted);
        }

        if (!deleted)
        {
            json.WriteString(Color, "9f69e7"u8);
            json.WriteString(RealName, name[..nameLength]);
            WriteZone(json, person);
        }

        json.WriteStartObject(Profile);
        WriteProfile(json, person, name[..nameLength], handle[..handleLength], team);
        json.WriteEndObject();
        WriteFlags(json, person, deleted);
        if (workspace.IsEnterprise && person.IsPerson)
        {
            WriteEnterpriseUser(json, person);
        }

        json.WriteEndObject();
    }

    /// <summary>The fields of <c>profile</c>, which <c>users.profile.get</c> gives on their own.</summary>
    public void WriteProfile(Utf8JsonWriter json, Person person)
    {
        Span<byte> handle = stackalloc byte[64];
        int handleLength = PersonNames.Handle(person, handle);
        Span<byte> name = stackalloc byte[96];
        int nameLength = PersonNames.Display(person, name);
        JsonEncodedText team = person.Class == AccountClass.Stranger ? _foreignTeamId : _teamId;
        WriteProfile(json, person, name[..nameLength], handle[..handleLength], team);
    }

    private static void WriteZone(Utf8JsonWriter json, Person person)
    {
        if (person.Class == AccountClass.Slackbot)
        {
            json.WriteNull(Tz);
            json.WriteString(TzLabel, "Pacific Standard Time"u8);
            json.WriteNumber(TzOffset, -28_800);
            return;
        }

        (byte[] zone, byte[] label, int offset) = Names.Zones[(int)((person.Dice >> 40) & 15)];
        json.WriteString(Tz, zone);
        json.WriteString(TzLabel, label);
        json.WriteNumber(TzOffset, offset);
    }

    private static void WriteNames(Utf8JsonWriter json, Person person, ReadOnlySpan<byte> name)
    {
        if (!person.IsPerson && person.Class != AccountClass.Stranger)
        {
            return;
        }

        if (PersonNames.IsOdd(person))
        {
            json.WriteString(FirstName, name);
            json.WriteString(LastName, ""u8);
            return;
        }

        json.WriteString(FirstName, PersonNames.First(person));
        json.WriteString(LastName, PersonNames.Last(person));
    }

    private static void WriteImages(Utf8JsonWriter json, Person person)
    {
        Span<byte> hash = stackalloc byte[12];
        Utf8Formatter.TryFormat(person.Dice >> 16, hash, out int digits, new System.Buffers.StandardFormat('x', 12));
        json.WriteString(AvatarHash, hash[..digits]);

        Span<byte> address = stackalloc byte[64];
        "https://avatars.slack-edge.com/sandbox/"u8.CopyTo(address);
        hash[..digits].CopyTo(address[39..]);
        int size = 39 + digits;
        "_24.png"u8.CopyTo(address[size..]);
        json.WriteString(Image24, address[..(size + 7)]);
        "_72.png"u8.CopyTo(address[size..]);
        json.WriteString(Image72, address[..(size + 7)]);
        "_192.png"u8.CopyTo(address[size..]);
        json.WriteString(Image192, address[..(size + 8)]);
        "_512.png"u8.CopyTo(address[size..]);
        json.WriteString(Image512, address[..(size + 8)]);
    }

    private void WriteId(Person person, Span<byte> id, out int length)
    {
        if (person.Class == AccountClass.Slackbot)
        {
            "USLACKBOT"u8.CopyTo(id);
            length = 9;
            return;
        }

        if (person.IsForeign)
        {
            workspace.ForeignIds.Write('U', person.Index, id);
        }
        else
        {
            workspace.WriteUserId(person.Index, id);
        }

        length = SlackIds.Length;
    }

    private void WriteProfile(
        Utf8JsonWriter json, Person person, ReadOnlySpan<byte> name, ReadOnlySpan<byte> handle, JsonEncodedText team)
    {
        ReadOnlySpan<byte> title = person.IsPerson ? Names.Titles[(int)(((person.Dice >> 32) + (ulong)person.Titles) & 31)] : ""u8;
        json.WriteString(Title, title);
        json.WriteString(Phone, ""u8);
        json.WriteString(Skype, ""u8);
        json.WriteString(RealName, name);
        json.WriteString(RealNameNormalized, name);

        // Most people set no display name of their own.
        ReadOnlySpan<byte> display = person.Dice % 5 == 0 ? handle : ""u8;
        json.WriteString(DisplayName, display);
        json.WriteString(DisplayNameNormalized, display);
        WriteCustomFields(json, person);
        json.WriteString(StatusText, ""u8);
        json.WriteString(StatusEmoji, person.Dice % 13 == 0 ? ":palm_tree:"u8 : ""u8);
        json.WriteStartArray(StatusEmojiInfo);
        json.WriteEndArray();
        json.WriteNumber(StatusExpiration, 0);
        WriteNames(json, person, name);
        WriteImages(json, person);
        if (showsEmail && person.IsPerson && !workspace.HidesEmails)
        {
            Span<byte> address = stackalloc byte[96];
            handle.CopyTo(address);
            "@harbour-works.example"u8.CopyTo(address[handle.Length..]);
            json.WriteString(Email, address[..(handle.Length + 22)]);
        }

        if (person.Class is AccountClass.Bot or AccountClass.WorkflowBot)
        {
            Span<byte> bot = stackalloc byte[SlackIds.Length];
            workspace.BotIds.Write('B', person.Index, bot);
            json.WriteString(BotId, bot);
            workspace.AppIds.Write('A', person.Class == AccountClass.Bot ? InstalledApps.NumberOfBot(person.Rank) : InstalledApps.WorkflowBuilder, bot);
            json.WriteString(ApiAppId, bot);
            json.WriteBoolean(AlwaysActive, true);
        }
        else if (person.IsGuest)
        {
            WriteSponsor(json, person);
        }

        json.WriteString(Team, team);
    }

    private void WriteSponsor(Utf8JsonWriter json, Person person)
    {
        Span<byte> sponsor = stackalloc byte[SlackIds.Length];
        workspace.WriteUserId(_primaryOwner, sponsor);
        json.WriteString(GuestInvitedBy, sponsor);
        if (person.Dice % 3 == 0)
        {
            json.WriteNumber(GuestExpiration, workspace.FirstDay + ((long)(person.Dice % 180) * SlackWorkspace.DaySeconds));
        }
    }

    private static void WriteCustomFields(Utf8JsonWriter json, Person person)
    {
        // Three shapes for "nothing" or "something", all of which occur.
        switch (person.Dice % 7)
        {
            case 0:
                json.WriteStartArray(Fields);
                json.WriteEndArray();
                break;
            case 1:
                json.WriteStartObject(Fields);
                json.WriteStartObject(CustomField);
                json.WriteString("value"u8, "Building 7"u8);
                json.WriteString("alt"u8, ""u8);
                json.WriteEndObject();
                json.WriteEndObject();
                break;
            case 2 or 3:
                break;
            default:
                json.WriteNull(Fields);
                break;
        }
    }

    private void WriteFlags(Utf8JsonWriter json, Person person, bool deleted)
    {
        if (!deleted)
        {
            json.WriteBoolean(IsAdmin, person.IsAdmin);
            json.WriteBoolean(IsOwner, person.Class is AccountClass.PrimaryOwner or AccountClass.Owner);
            json.WriteBoolean(IsPrimaryOwner, person.Class == AccountClass.PrimaryOwner);
            json.WriteBoolean(IsRestricted, person.IsGuest);
            json.WriteBoolean(IsUltraRestricted, person.Class == AccountClass.SingleChannelGuest);
        }

        json.WriteBoolean(IsBot, person.Class is AccountClass.Bot or AccountClass.WorkflowBot);
        json.WriteBoolean(IsAppUser, person.Class == AccountClass.PrimaryOwner);
        switch (person.Class)
        {
            case AccountClass.WorkflowBot:
                json.WriteBoolean(IsWorkflowBot, true);
                break;
            case AccountClass.Stranger:
                json.WriteBoolean(IsStranger, !person.IsForeign);
                break;
            case AccountClass.Invited:
                json.WriteBoolean(IsInvitedUser, true);
                break;
        }

        json.WriteNumber(Updated, person.Updated);
        if (deleted || !person.IsPerson)
        {
            return;
        }

        json.WriteBoolean(IsEmailConfirmed, person.Class != AccountClass.Invited);
        json.WriteString(ContactCard, "EVERYONE"u8);
        if (showsTwoFactor)
        {
            bool twoFactor = person.Dice % 3 != 0 && person.Class != AccountClass.Invited;
            json.WriteBoolean(Has2fa, twoFactor);
            if (twoFactor)
            {
                json.WriteString(TwoFactorType, person.Dice % 4 == 0 ? "sms"u8 : "app"u8);
            }
        }

        if (showsLocale)
        {
            json.WriteString(Locale, person.Dice % 4 == 0 ? "de-DE"u8 : "en-GB"u8);
        }
    }

    private void WriteEnterpriseUser(Utf8JsonWriter json, Person person)
    {
        Span<byte> id = stackalloc byte[SlackIds.Length];
        workspace.WriteGlobalId(person.Index, id);
        json.WriteStartObject(EnterpriseUser);
        json.WriteString(Id, id);
        json.WriteString(EnterpriseId, _enterpriseId);
        json.WriteString(EnterpriseName, SlackOrganisation.Name);
        json.WriteBoolean(IsAdmin, person.IsAdmin);
        json.WriteBoolean(IsOwner, person.Class == AccountClass.PrimaryOwner);
        json.WriteBoolean(IsPrimaryOwner, person.Class == AccountClass.PrimaryOwner);
        json.WriteStartArray(Teams);
        foreach (string team in workspace.TeamsOf(person.Index))
        {
            json.WriteStringValue(team);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }
}
