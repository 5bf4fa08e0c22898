namespace Plugin.Slack.Api;

/// <summary>Where Slack is: the base of its Web API and of its consent page.</summary>
/// <param name="root">An absolute address, with or without a slash at its end.</param>
internal sealed class SlackAddress(Uri root)
{
    private readonly Uri _root = root.AbsolutePath.EndsWith('/') ? root : new(root.GetLeftPart(UriPartial.Path) + "/");

    /// <summary>The consent page.</summary>
    public Uri Consent => new(_root, "oauth/v2/authorize");

    /// <summary>The address of a method.</summary>
    /// <param name="name">Slack's name of it.</param>
    /// <returns>The address.</returns>
    public Uri Method(string name) => new(_root, "api/" + name);
}
