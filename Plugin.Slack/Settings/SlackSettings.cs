using Plugin.Abstractions.Settings;
using Plugin.Slack.Api;

namespace Plugin.Slack.Settings;

/// <summary>The values of the dialog, by name. What was not given is <see langword="null"/>.</summary>
internal sealed class SlackSettings
{
    /// <summary>Where Slack is unless told otherwise.</summary>
    public const string DefaultAddress = "https://slack.com/";

    /// <summary>The app's id: <c>1234567890.9876543210</c>.</summary>
    public string? ClientId { get; init; }

    /// <summary>The app's secret: 32 digits and letters from a to f.</summary>
    public Secret? ClientSecret { get; init; }

    /// <summary>A user token: <c>xoxp-…</c>, or <c>xoxe.xoxp-…</c> when tokens rotate.</summary>
    public Secret? Token { get; init; }

    /// <summary>The base of the Web API and of the consent page.</summary>
    public required string ApiAddress { get; init; }

    /// <summary>Scopes to ask for beyond the connector's own, separated by commas or spaces.</summary>
    public string? ExtraScopes { get; init; }

    /// <summary>Scopes to ask for in the place of the connector's own, separated by commas or spaces.</summary>
    public string? OnlyScopes { get; init; }

    /// <summary>How fast to call: <c>tier</c> or <c>unpaced</c>.</summary>
    public string? Pace { get; init; }

    /// <summary>Runs within which every channel's members are checked, as typed.</summary>
    public string? FullCheckRuns { get; init; }

    /// <summary>Profiles that a run asks for, as typed.</summary>
    public string? ProfileCalls { get; init; }

    /// <summary>How many days back messages are counted, as typed.</summary>
    public string? HistoryDays { get; init; }

    /// <summary>Calls for messages that a run makes, as typed.</summary>
    public string? HistoryCalls { get; init; }

    /// <summary>Whether messages in direct conversations are counted.</summary>
    public bool ReadsDirectMessages { get; init; }

    /// <summary>The additional scopes, one by one.</summary>
    public string[] ExtraScopeList => List(ExtraScopes);

    /// <summary>The scopes in the place of the connector's own, one by one; empty: its own.</summary>
    public string[] OnlyScopeList => List(OnlyScopes);

    /// <summary>How fast to call.</summary>
    public PaceChoice PaceChoice => Pace is SlackSettingDefinitions.Unpaced ? PaceChoice.Unpaced : PaceChoice.Tier;

    /// <summary>Runs within which every channel's members are checked; at least 1.</summary>
    public int FullCheckWithin => (int)SettingRange.FullCheckRuns.Of(FullCheckRuns);

    /// <summary>Profiles that a run asks for; at least 1.</summary>
    public int ProfileBudget => (int)SettingRange.ProfileCalls.Of(ProfileCalls);

    /// <summary>How far back messages are counted, in microseconds.</summary>
    public long HistoryReach => SettingRange.HistoryDays.Of(HistoryDays) * MessageMoment.Day;

    /// <summary>Calls for messages that a run makes; at least 1.</summary>
    public int HistoryBudget => (int)SettingRange.HistoryCalls.Of(HistoryCalls);

    /// <summary>Takes the values from the host's.</summary>
    /// <param name="values">The host's values.</param>
    /// <returns>The settings.</returns>
    public static SlackSettings From(SettingValues values) => new()
    {
        ClientId = values.Text(SlackSettingDefinitions.ClientId),
        ClientSecret = values.Secret(SlackSettingDefinitions.ClientSecret),
        Token = values.Secret(SlackSettingDefinitions.Token),
        ApiAddress = values.Text(SlackSettingDefinitions.ApiAddress) ?? DefaultAddress,
        ExtraScopes = values.Text(SlackSettingDefinitions.ExtraScopes),
        OnlyScopes = values.Text(SlackSettingDefinitions.OnlyScopes),
        Pace = values.Text(SlackSettingDefinitions.Pace),
        FullCheckRuns = values.Text(SlackSettingDefinitions.FullCheckRuns),
        ProfileCalls = values.Text(SlackSettingDefinitions.ProfileCalls),
        HistoryDays = values.Text(SlackSettingDefinitions.HistoryDays),
        HistoryCalls = values.Text(SlackSettingDefinitions.HistoryCalls),
        ReadsDirectMessages = values.Boolean(SlackSettingDefinitions.DirectMessages) is true,
    };
    private static string[] List(string? scopes) => scopes?.Split([',', ' ', ';', '\t'], StringSplitOptions.RemoveEmptyEntries) ?? [];
}
