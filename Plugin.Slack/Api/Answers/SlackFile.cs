using System.Text.Json.Serialization;

namespace Plugin.Slack.Api.Answers;

/// <summary>What is known about a file. Nothing that leads to its content: no addresses, previews or text.</summary>
/// <remarks>Source: https://docs.slack.dev/reference/objects/file-object/</remarks>
internal sealed class SlackFile : IDatedRecord
{
    public string? Id { get; init; }

    /// <summary>Seconds since 1970.</summary>
    public long? Created { get; set; }

    /// <summary>Seconds since 1970.</summary>
    public long? Updated { get; set; }

    public string? Name { get; init; }

    public string? Title { get; init; }

    public string? Mimetype { get; init; }

    public string? Filetype { get; init; }

    public string? PrettyType { get; init; }

    public long? Size { get; init; }

    /// <summary>How Slack holds it; <c>file_access</c> and <c>tombstone</c> are stubs without most fields.</summary>
    public string? Mode { get; init; }

    public string? User { get; init; }

    public string? UserTeam { get; init; }

    public string? AppId { get; init; }

    public string? AppName { get; init; }

    public string? BotId { get; init; }

    public bool? IsExternal { get; init; }

    public string? ExternalType { get; init; }

    public bool? IsPublic { get; init; }

    public bool? PublicUrlShared { get; init; }

    [JsonConverter(typeof(ListLengthConverter))]
    public long? Channels { get; init; }

    [JsonConverter(typeof(ListLengthConverter))]
    public long? Groups { get; init; }

    [JsonConverter(typeof(ListLengthConverter))]
    public long? Ims { get; init; }

    [JsonIgnore]
    public string? TeamId { get; set; }

    [JsonIgnore]
    public bool HasKey => !string.IsNullOrEmpty(Id);

    [JsonIgnore]
    public long? LoggedAt => Created;

    [JsonIgnore]
    public string Identity => Id!;

    public int DropImpossibleMoments()
    {
        var dropped = 0;

        if (SlackMoment.IsImpossible(Created))
        {
            Created = null;
            dropped++;
        }

        if (SlackMoment.IsImpossible(Updated))
        {
            Updated = null;
            dropped++;
        }

        return dropped;
    }
}
