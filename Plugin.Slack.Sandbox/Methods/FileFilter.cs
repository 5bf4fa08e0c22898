using Plugin.Slack.Sandbox.Workspace;

namespace Plugin.Slack.Sandbox.Methods;

/// <summary>Which files <c>files.list</c> was asked for; null asks for all.</summary>
internal sealed class FileFilter(SlackWorkspace workspace, int day, string[]? classes, string? user, string? channel)
{
    public bool IsOpen => classes is null && user is null && channel is null;

    public bool Fits(SharedFile file) =>
        (classes is null || (!file.IsForeign && classes.Contains(file.Form.Class)))
        && (user is null || OwnerOf(file) == user)
        && (channel is null || (workspace.Files.SharedIn(file, day) is { } place && workspace.Conversations.Id(place) == channel));

    private string OwnerOf(SharedFile file) =>
        file.IsFromBot && workspace.BotOf(file.Dice) is { } bot ? bot.UserId : workspace.Files.Owner(file);
}
