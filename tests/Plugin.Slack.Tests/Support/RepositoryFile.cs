namespace Plugin.Slack.Tests.Support;

/// <summary>Finds files of the repository from where the tests were built.</summary>
internal static class RepositoryFile
{
    public static string PathOf(string relative)
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);

        while (!File.Exists(Path.Combine(folder.FullName, "SlackConnectorPlugin.sln")))
        {
            folder = folder.Parent ?? throw new InvalidOperationException($"There is no solution above {AppContext.BaseDirectory}.");
        }

        return Path.Combine(folder.FullName, relative.Replace('/', Path.DirectorySeparatorChar));
    }
}
