using Plugin.Abstractions.Settings;

namespace Plugin.Sapling.Settings;

/// <summary>The dialog's fields, and what is wrong with a value.</summary>
internal static class SaplingSettings
{
    public const string ServiceAddress = "service_address";
    public const string Token = "token";

    private const string UsualAddress = "https://api.sapling.example/";

    public static IReadOnlyList<SettingDefinition> Definitions { get; } =
    [
        new() { Name = Token, Label = "Access token", Help = "An access token of Sapling with the scope people:read.", Kind = SettingKind.Secret, Order = 10, IsRequired = true },
        new() { Name = ServiceAddress, Label = "Address", Help = "Where Sapling answers; change it only for a test system.", Kind = SettingKind.Url, Order = 20, IsAdvanced = true, DefaultValue = UsualAddress },
    ];

    public static IReadOnlyList<SettingProblem> Check(SettingValues settings)
    {
        List<SettingProblem> problems = [];

        if (settings.Secret(Token)?.Reveal() is not { } token || string.IsNullOrWhiteSpace(token))
        {
            problems.Add(new(Token, "missing", "The access token is missing. Ask an administrator of Sapling for one."));
        }
        else if (token.Any(character => character is <= ' ' or >= '\u007f'))
        {
            problems.Add(new(Token, "not_a_token", "This is no access token: it has blanks or other signs that none has. Copy it again."));
        }

        if (Address(settings) is null)
        {
            problems.Add(new(ServiceAddress, "not_an_address", "The address must be one such as https://api.sapling.example/."));
        }

        return problems;
    }

    public static Uri? Address(SettingValues settings) =>
        Uri.TryCreate(settings.Text(ServiceAddress) ?? UsualAddress, UriKind.Absolute, out var address) && address.Scheme is "http" or "https" && address.UserInfo.Length == 0 ? address : null;
}
