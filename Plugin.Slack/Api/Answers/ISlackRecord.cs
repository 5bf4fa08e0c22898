namespace Plugin.Slack.Api.Answers;

/// <summary>A record of a list.</summary>
internal interface ISlackRecord
{
    /// <summary>Whether it has what names it.</summary>
    bool HasKey { get; }

    /// <summary>Takes out moments that no calendar holds.</summary>
    /// <returns>How many there were.</returns>
    int DropImpossibleMoments();
}
