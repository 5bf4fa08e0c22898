using Plugin.Abstractions.Settings;

namespace Plugin.Slack.Settings;

/// <summary>The one list of the dialog's fields.</summary>
internal static class SlackSettingDefinitions
{
    public const string ClientId = "client_id";
    public const string ClientSecret = "client_secret";
    public const string Token = "token";
    public const string ApiAddress = "api_address";
    public const string ExtraScopes = "extra_scopes";
    public const string OnlyScopes = "only_scopes";
    public const string Pace = "pace";
    public const string Tier = "tier";
    public const string Unpaced = "unpaced";
    public const string FullCheckRuns = "full_check_runs";
    public const string ProfileCalls = "profile_calls";
    public const string HistoryDays = "history_days";
    public const string HistoryCalls = "history_calls";
    public const string DirectMessages = "direct_messages";

    /// <summary>Makes the list.</summary>
    /// <returns>The fields, in their order.</returns>
    public static IReadOnlyList<SettingDefinition> All() =>
    [
        new()
        {
            Name = ClientId,
            Label = "Client ID",
            Help = "From the Slack app's page Basic Information: two numbers with a dot between. Needed for Authorize; not needed when a token is pasted.",
            Kind = SettingKind.Text,
            Order = 10,
        },
        new()
        {
            Name = ClientSecret,
            Label = "Client Secret",
            Help = "From the same page, behind Show: 32 digits and letters. Needed for Authorize and to renew tokens that expire.",
            Kind = SettingKind.Secret,
            Order = 20,
        },
        new()
        {
            Name = Token,
            Label = "Token",
            Help = "The user token (xoxp-…). Filled in by Authorize, or pasted from the app's page OAuth & Permissions, User OAuth Token.",
            Kind = SettingKind.Secret,
            Order = 30,
        },
        new()
        {
            Name = ExtraScopes,
            Label = "Additional scopes",
            Help = "Scopes to ask for beyond the connector's own, separated by commas: users:read.email brings e-mail addresses. The Slack app must have them too.",
            Kind = SettingKind.Text,
            Order = 40,
            IsAdvanced = true,
        },
        new()
        {
            Name = OnlyScopes,
            Label = "Only these scopes",
            Help = "Scopes that Authorize asks for in the place of the connector's own, separated by commas; empty: all of its own. Streams whose scopes are missing are left out.",
            Kind = SettingKind.Text,
            Order = 45,
            IsAdvanced = true,
        },
        new()
        {
            Name = ApiAddress,
            Label = "API address",
            Help = "Where Slack is: https://slack.com/, for GovSlack https://slack-gov.com/. A test server may be on this machine.",
            Kind = SettingKind.Url,
            Order = 50,
            IsAdvanced = true,
            DefaultValue = SlackSettings.DefaultAddress,
        },
        new()
        {
            Name = Pace,
            Label = "Pace",
            Help = "How fast Slack is called. Slack promises a rate a method, to all connectors of the same app and workspace together; without pace the connector slows down only when it is refused, which is for test servers.",
            Kind = SettingKind.Choice,
            Order = 60,
            IsAdvanced = true,
            DefaultValue = Tier,
            Choices = [new(Tier, "The rate that Slack promises"), new(Unpaced, "As fast as answers come")],
        },
        Advanced(FullCheckRuns, "Check every channel's members within", SettingKind.Integer, order: 70, "14", "Runs. Members are asked for where a channel changed; besides, each run checks a share of the other channels, so that after this many runs every one was checked. 1 asks for all of them each time."),
        Advanced(ProfileCalls, "Profiles a run", SettingKind.Integer, order: 80, "1000", "How many people's profiles one run asks for, when profiles are collected: each costs a call, 100 a minute. The next run goes on with the people after them."),
        Advanced(HistoryDays, "Days of messages", SettingKind.Integer, order: 90, "30", "How many days back messages are counted the first time, when messages a day are collected. Later runs count what came since."),
        Advanced(HistoryCalls, "Message calls a run", SettingKind.Integer, order: 100, "500", "How many pages of messages one run reads at most, 50 a minute. The next run goes on where this one stopped. Where Slack gives one page a minute, a run reads 30."),
        Advanced(DirectMessages, "Count direct messages", SettingKind.Boolean, order: 110, "false", "Counts messages in direct conversations of the account that consents, too, when messages a day and direct conversations are collected. Says who wrote with that account and when."),
    ];

    private static SettingDefinition Advanced(string name, string label, SettingKind kind, int order, string defaultValue, string help) => new()
    {
        Name = name,
        Label = label,
        Help = help,
        Kind = kind,
        Order = order,
        IsAdvanced = true,
        DefaultValue = defaultValue,
    };
}
