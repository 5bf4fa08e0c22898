using System.Text.RegularExpressions;
using FluentValidation;
using FluentValidation.Results;
using Plugin.Slack.Authorization;

namespace Plugin.Slack.Settings;

/// <summary>Says what is wrong with the settings and how to mend it. Values never appear in its sentences.</summary>
/// <remarks>A pasted token is enough to run. Without one, Client ID and Client Secret are both needed, so that Authorize can bring one.</remarks>
internal sealed partial class SlackSettingsValidator : AbstractValidator<SlackSettings>
{
    private const RegexOptions PatternOptions = RegexOptions.CultureInvariant | RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture;

    // Shorter than any token since August 2016; a test server may use shorter ones.
    private const int ShortestToken = 24;

    // Long enough for every real value, short enough to keep the checks quick.
    private const int LongestValue = 4096;

    private readonly SlackScopes _scopes;

    public SlackSettingsValidator(SlackScopes scopes)
    {
        _scopes = scopes;

        RuleFor(settings => settings.ClientId).Custom((value, context) => Report(context, SlackSettingDefinitions.ClientId, CheckClientId(value, context.InstanceToValidate)));
        RuleFor(settings => settings.ClientSecret).Custom((value, context) => Report(context, SlackSettingDefinitions.ClientSecret, CheckClientSecret(value?.Reveal(), context.InstanceToValidate)));
        RuleFor(settings => settings.Token).Custom((value, context) => Report(context, SlackSettingDefinitions.Token, CheckToken(value?.Reveal(), context.InstanceToValidate)));
        RuleFor(settings => settings.ApiAddress).Custom((value, context) => Report(context, SlackSettingDefinitions.ApiAddress, CheckAddress(value)));
        RuleFor(settings => settings.ExtraScopes).Custom((value, context) => Report(context, SlackSettingDefinitions.ExtraScopes, CheckScopes(value, context.InstanceToValidate.ExtraScopeList, "additional scopes", $"It can use {_scopes.OptionalNames}.")));
        RuleFor(settings => settings.OnlyScopes).Custom((value, context) => Report(context, SlackSettingDefinitions.OnlyScopes, CheckScopes(value, context.InstanceToValidate.OnlyScopeList, "scopes", $"It can use {string.Join(", ", _scopes.All.Select(scope => scope.Name))}.")));
        RuleFor(settings => settings.Pace).Custom((value, context) => Report(context, SlackSettingDefinitions.Pace, CheckPace(value)));
        RuleFor(settings => settings.FullCheckRuns).Custom((value, context) => Report(context, SlackSettingDefinitions.FullCheckRuns, CheckNumber(value, SettingRange.FullCheckRuns, "runs")));
        RuleFor(settings => settings.ProfileCalls).Custom((value, context) => Report(context, SlackSettingDefinitions.ProfileCalls, CheckNumber(value, SettingRange.ProfileCalls, "profiles")));
        RuleFor(settings => settings.HistoryDays).Custom((value, context) => Report(context, SlackSettingDefinitions.HistoryDays, CheckNumber(value, SettingRange.HistoryDays, "days")));
        RuleFor(settings => settings.HistoryCalls).Custom((value, context) => Report(context, SlackSettingDefinitions.HistoryCalls, CheckNumber(value, SettingRange.HistoryCalls, "calls")));
    }

    private static void Report(ValidationContext<SlackSettings> context, string setting, Finding? finding)
    {
        if (finding is { } found)
        {
            context.AddFailure(new ValidationFailure(setting, found.Message) { ErrorCode = found.Code });
        }
    }

    private static Finding? CheckClientId(string? value, SlackSettings settings)
    {
        if (value is null)
        {
            return settings.Token is null && settings.ClientSecret is not null
                ? new("required", "Fill in the Client ID too (Slack app, Basic Information), or paste a user token.")
                : null;
        }

        if (CheckSurroundings(value, "Client ID") is { } surroundings)
        {
            return surroundings;
        }

        if (ClientIdPattern().IsMatch(value))
        {
            return null;
        }

        if (IsTokenLike(value))
        {
            return new("token_in_client_id", "This is a token, not a Client ID. Put it into the field Token, and copy the Client ID from the Slack app's page Basic Information.");
        }

        if (SecretPattern().IsMatch(value))
        {
            return new("secret_in_client_id", "This looks like the Client Secret. Put it into the field Client Secret; the Client ID is two numbers with a dot between.");
        }

        return value.Any(char.IsLetter)
            ? new("client_id_has_letters", "A Client ID has no letters: it is two numbers with a dot between, such as 1234567890.9876543210. An App ID (A0…) is something else.")
            : new("client_id_shape", "A Client ID is two numbers with a dot between, such as 1234567890.9876543210. Copy it again from the Slack app's page Basic Information.");
    }

    private static Finding? CheckClientSecret(string? value, SlackSettings settings)
    {
        if (value is null)
        {
            return settings.Token is null && settings.ClientId is not null
                ? new("required", "Fill in the Client Secret too (Slack app, Basic Information, Show), or paste a user token.")
                : null;
        }

        if (CheckSurroundings(value, "Client Secret") is { } surroundings)
        {
            return surroundings;
        }

        if (SecretPattern().IsMatch(value))
        {
            return null;
        }

        if (IsTokenLike(value))
        {
            return new("token_in_client_secret", "This is a token, not the Client Secret. Put it into the field Token, and copy the Client Secret from the Slack app's page Basic Information.");
        }

        return ClientIdPattern().IsMatch(value)
            ? new("client_id_in_secret", "This is the Client ID. The Client Secret stands below it on the Slack app's page Basic Information, behind Show.")
            : new("client_secret_shape", "A Client Secret has exactly 32 characters: digits and the letters a to f. Copy it again from the Slack app's page Basic Information.");
    }

    private static Finding? CheckToken(string? value, SlackSettings settings)
    {
        if (value is null)
        {
            return settings.ClientId is null && settings.ClientSecret is null
                ? new("required", "Paste a user token (xoxp-…), or fill in Client ID and Client Secret and press Authorize.")
                : null;
        }

        if (CheckSurroundings(value, "token") is { } surroundings)
        {
            return surroundings;
        }

        if (value.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase))
        {
            return new("bearer_prefix", "Leave out the word Bearer: only the token itself, beginning with xoxp-.");
        }

        if (TokenKind(value) is { } wrongKind)
        {
            return wrongKind;
        }

        if (!TokenPattern().IsMatch(value))
        {
            return new("token_characters", "The token has characters that no token has. Copy it again: letters, digits and dashes, without anything around it.");
        }

        return value.Length < ShortestToken && !IsLoopback(settings.ApiAddress)
            ? new("short_token", "The token is too short: it was cut off, or is one of the kind that Slack gave out before August 2016. Copy all of it, or press Authorize for a new one.")
            : null;
    }

    private static Finding? TokenKind(string value) => value switch
    {
        _ when value.StartsWith("xoxp-", StringComparison.Ordinal) || value.StartsWith("xoxe.xoxp-", StringComparison.Ordinal) => null,
        _ when value.StartsWith("xoxb-", StringComparison.Ordinal) || value.StartsWith("xoxe.xoxb-", StringComparison.Ordinal) =>
            new("bot_token", "This is a bot token (xoxb-). The inventory needs the user token: Slack app, OAuth & Permissions, User OAuth Token (xoxp-…)."),
        _ when value.StartsWith("xapp-", StringComparison.Ordinal) =>
            new("app_token", "This is an app-level token (xapp-), which reads no inventory. Take the user token: Slack app, OAuth & Permissions, User OAuth Token (xoxp-…)."),
        _ when value.StartsWith("xoxc-", StringComparison.Ordinal) || value.StartsWith("xoxd-", StringComparison.Ordinal) =>
            new("browser_token", "This is the token of a signed-in browser, which must not be used by programs and can be ended at any time. Create a Slack app and take its user token (xoxp-…)."),
        _ when value.StartsWith("xwfp-", StringComparison.Ordinal) =>
            new("workflow_token", "This is a workflow token (xwfp-), which lives only as long as a step of a workflow. Take the user token of a Slack app (xoxp-…)."),
        _ when value.StartsWith("xoxe-", StringComparison.Ordinal) =>
            new("refresh_token", "This is a refresh token (xoxe-), which only buys access tokens. Press Authorize, so that the connector gets and renews the pair itself."),
        _ when LegacyTokenPattern().IsMatch(value) =>
            new("legacy_token", "This is a token of a kind that Slack has retired. Create a Slack app and take its user token (xoxp-…)."),
        _ when SecretPattern().IsMatch(value) =>
            new("secret_in_token", "This looks like the Client Secret. Put it into the field Client Secret; a user token begins with xoxp-."),
        _ when ClientIdPattern().IsMatch(value) =>
            new("client_id_in_token", "This is the Client ID. Put it into the field Client ID; a user token begins with xoxp-."),
        _ => new("not_a_user_token", "A user token begins with xoxp- (or xoxe.xoxp- when tokens rotate): Slack app, OAuth & Permissions, User OAuth Token."),
    };

    private static Finding? CheckAddress(string value)
    {
        if (CheckSurroundings(value, "address") is { } surroundings)
        {
            return surroundings;
        }

        if (!Uri.TryCreate(value, UriKind.Absolute, out var address) || address.Host.Length == 0)
        {
            return new("not_an_address", "The API address must be complete, such as https://slack.com/.");
        }

        if (address.Scheme is not ("https" or "http"))
        {
            return new("address_scheme", "The API address must begin with https://.");
        }

        if (address.UserInfo.Length > 0)
        {
            return new("address_credentials", "The API address must not hold a user name or password. Take out what stands before the @.");
        }

        if (address.Query.Length > 0 || address.Fragment.Length > 0)
        {
            return new("address_query", "The API address must end before any ? or #, such as https://slack.com/.");
        }

        return address.Scheme is "http" && !address.IsLoopback
            ? new("address_not_encrypted", "The API address must begin with https://: the token would travel readable. Only a test server on this machine may do without.")
            : null;
    }

    private static Finding? CheckPace(string? value) => value is null or SlackSettingDefinitions.Tier or SlackSettingDefinitions.Unpaced
        ? null
        : new("unknown_choice", "The pace is either 'tier' or 'unpaced'.");

    private static Finding? CheckNumber(string? value, SettingRange range, string unit) => range.Takes(value)
        ? null
        : new("not_in_range", $"Fill in a whole number of {unit} from {range.Least} to {range.Most}, without separators, or leave the field empty for {range.Usual}.");

    private static Finding? CheckSurroundings(string value, string what)
    {
        if (value.Length > LongestValue)
        {
            return new("too_long", $"This is far too long for a {what}. Copy only the value itself.");
        }

        if (value.Any(character => character is '\r' or '\n' or '\u2028' or '\u2029'))
        {
            return new("line_break", $"The {what} has a line break in it. Copy it again as one line.");
        }

        if (value.Any(character => char.IsWhiteSpace(character) || character is '\u200b' or '\u200c' or '\u200d' or '\u2060' or '\ufeff')
            && !value.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase))
        {
            return new("white_space", $"The {what} has white space in or around it. Remove it.");
        }

        return value[0] is '"' or '\'' or '`' or '“' or '”' or '‘' or '’' or '<' || value[^1] is '"' or '\'' or '`' or '“' or '”' or '‘' or '’' or '>'
            ? new("quotes", $"The {what} has quotation marks around it. Remove them.")
            : null;
    }

    private static bool IsTokenLike(string value) =>
        value.StartsWith("xox", StringComparison.OrdinalIgnoreCase) || value.StartsWith("xapp-", StringComparison.OrdinalIgnoreCase) || value.StartsWith("xwfp-", StringComparison.OrdinalIgnoreCase);

    private static bool IsLoopback(string address) => Uri.TryCreate(address, UriKind.Absolute, out var parsed) && parsed.IsLoopback;

    private Finding? CheckScopes(string? value, string[] list, string what, string known)
    {
        if (value is null)
        {
            return null;
        }

        if (value.Length > LongestValue)
        {
            return new("too_long", $"The list of {what} is far too long.");
        }

        foreach (var scope in list)
        {
            if (!ScopePattern().IsMatch(scope))
            {
                return new("malformed_scope", "A scope has the form users:read.email: lower case letters, dots and colons. Separate several by commas.");
            }

            if (!_scopes.IsKnown(scope))
            {
                return new("unknown_scope", $"'{scope}' is not a scope that this connector can use. {known}");
            }
        }

        return null;
    }

    [GeneratedRegex(@"\A[0-9]{5,25}\.[0-9]{5,25}\z", PatternOptions)]
    private static partial Regex ClientIdPattern();

    [GeneratedRegex(@"\A[0-9a-fA-F]{32}\z", PatternOptions)]
    private static partial Regex SecretPattern();

    [GeneratedRegex(@"\A[A-Za-z0-9.-]+\z", PatternOptions)]
    private static partial Regex TokenPattern();

    [GeneratedRegex(@"\Axox[a-z]-", PatternOptions)]
    private static partial Regex LegacyTokenPattern();

    [GeneratedRegex(@"\A[a-z][a-z_.-]{0,60}(:[a-z_.-]{1,60}){0,3}\z", PatternOptions)]
    private static partial Regex ScopePattern();

    private readonly record struct Finding(string Code, string Message);
}
