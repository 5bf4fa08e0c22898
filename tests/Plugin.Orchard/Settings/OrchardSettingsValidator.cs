using System.Globalization;
using Plugin.Abstractions.Settings;

namespace Plugin.Orchard.Settings;

/// <summary>Says what is wrong with settings, and the fix. Written by hand: a plugin may use a validation library of its own, but need not.</summary>
internal static class OrchardSettingsValidator
{
    public static IReadOnlyList<SettingProblem> Check(SettingValues values) =>
    [
        .. Token(values),
        .. Whole(values, OrchardSettings.Rows, 0, OrchardSettings.MaximumRows),
        .. Whole(values, OrchardSettings.PageSize, 1, OrchardSettings.MaximumPageSize),
        .. Whole(values, OrchardSettings.Seed, long.MinValue, long.MaxValue),
        .. Whole(values, OrchardSettings.Change, 0, OrchardSettings.MaximumChange),
        .. Address(values),
        .. Words(values),
        .. Mishaps(values),
    ];

    private static IEnumerable<SettingProblem> Token(SettingValues values)
    {
        if (values.Secret(OrchardSettings.Token) is not { } token)
        {
            yield return new(OrchardSettings.Token, "missing", "There is no token. Choose Authorize, or type in the token that the orchard's office gave you.");
        }
        else if (token.Reveal().Any(char.IsWhiteSpace))
        {
            yield return new(OrchardSettings.Token, "white_space", "The token holds white space. Copy it again without the blanks and line ends around it.");
        }
    }

    private static IEnumerable<SettingProblem> Whole(SettingValues values, string name, long least, long most)
    {
        if (values.Text(name) is not null && (values.Integer(name) is not { } number || number < least || number > most))
        {
            yield return new(name, "not_in_range", string.Create(CultureInfo.InvariantCulture, $"This is no whole number from {least} to {most}. Type one in, or leave the field empty."));
        }
    }

    private static IEnumerable<SettingProblem> Address(SettingValues values)
    {
        if (values.Text(OrchardSettings.ServiceAddress) is { } text
            && !(Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme is "http" or "https" && address.UserInfo.Length == 0))
        {
            yield return new(OrchardSettings.ServiceAddress, "no_address", "This is no http or https address. Type in one such as https://orchard.example/, or leave the field empty.");
        }
    }

    private static IEnumerable<SettingProblem> Words(SettingValues values)
    {
        if (values.Text(OrchardSettings.Plan) is not (null or OrchardSettings.SmallPlan or OrchardSettings.LargePlan))
        {
            yield return new(OrchardSettings.Plan, "unknown_choice", "There is no such plan. Choose the small or the large one.");
        }

        if (values.Text(OrchardSettings.WithTools) is not null && values.Boolean(OrchardSettings.WithTools) is null)
        {
            yield return new(OrchardSettings.WithTools, "no_boolean", "This is neither true nor false. Choose one of them.");
        }
    }

    private static IEnumerable<SettingProblem> Mishaps(SettingValues values)
    {
        if (Mishap.ParseAll(values.Text(OrchardSettings.FailAt)) is null)
        {
            yield return new(
                OrchardSettings.FailAt, "not_understood", $"This is not understood. Write stream:page:what, where what is one of {string.Join(", ", Mishap.Kinds.Keys)}.");
        }
    }
}
