using System.Text.Json.Serialization;

namespace Plugin.Slack.Api.Answers;

/// <summary>An answer that holds a list of records.</summary>
/// <typeparam name="TRecord">The record's type.</typeparam>
internal abstract class ListAnswer<TRecord> : SlackAnswer
{
    /// <summary>The records; <see langword="null"/> when the answer has none, which is an error.</summary>
    [JsonIgnore]
    public abstract List<TRecord?>? Records { get; }

    /// <inheritdoc/>
    [JsonIgnore]
    public override bool IsWhole => Records is not null;
}
