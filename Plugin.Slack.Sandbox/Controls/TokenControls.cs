using System.Globalization;
using Plugin.Slack.Sandbox.Access;

namespace Plugin.Slack.Sandbox.Controls;

/// <summary>What may happen to tokens and to whoever granted them.</summary>
internal sealed class TokenControls(SlackApp app)
{
    /// <summary>
    /// The codes that a method for administrators may give to somebody who is none any more; Slack's documentation does not say
    /// which it is.
    /// </summary>
    private static readonly string[] NoAdministratorCodes = ["no_permission", "missing_scope", "restricted_action", "not_allowed_token_type"];

    /// <summary>Does what a control is for and gives how many tokens or consents it touched, or what is wrong with the form.</summary>
    public (int Touched, string? Problem) Act(string control, IFormCollection form)
    {
        string? token = Text(form, "token");
        return control switch
        {
            "revoke" => (app.Revoke(token), null),
            "expire" => (app.Expire(token), null),
            "scopes" => ChangeScopes(token, form),
            "installer" => ChangeInstaller(form),
            _ => Migrate(form),
        };
    }

    private static string? Text(IFormCollection form, string name) => form[name].ToString() is { Length: > 0 } text ? text : null;

    private (int Touched, string? Problem) ChangeScopes(string? token, IFormCollection form)
    {
        string[] dropped = (Text(form, "drop") ?? string.Empty).Split(',');
        string[] added = (Text(form, "add") ?? string.Empty).Split(',', StringSplitOptions.RemoveEmptyEntries);
        return (app.ChangeScopes(token, scopes => [.. scopes.Except(dropped).Union(added)]), null);
    }

    private (int Touched, string? Problem) ChangeInstaller(IFormCollection form)
    {
        string code = Text(form, "code") ?? NoAdministratorCodes[0];
        if (!Enum.TryParse(Text(form, "state"), ignoreCase: true, out InstallerState state) || !Enum.IsDefined(state) || !NoAdministratorCodes.Contains(code))
        {
            return (0, $"Write state=active, demoted or deactivated, and for demoted perhaps code={string.Join(" or ", NoAdministratorCodes)}.");
        }

        app.Installer.Become(state, code);
        return (1, null);
    }

    private (int Touched, string? Problem) Migrate(IFormCollection form)
    {
        if (Text(form, "undo") is not null)
        {
            app.Migration.Undo();
            return (1, null);
        }

        if (!long.TryParse(Text(form, "calls") ?? "3", NumberStyles.None, CultureInfo.InvariantCulture, out long calls))
        {
            return (0, "Write calls=N, how many calls are told to come back later, or undo=1.");
        }

        app.Migration.Start(calls);
        return (1, null);
    }
}
