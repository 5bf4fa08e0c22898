using System.Text.Json.Serialization;

namespace Plugin.Slack.Api.Answers;

/// <summary>The envelope that every answer has.</summary>
/// <remarks>Source: https://docs.slack.dev/apis/web-api/#responses</remarks>
internal abstract class SlackAnswer
{
    /// <summary>Whether it succeeded; an answer without it is none.</summary>
    public bool? Ok { get; init; }

    /// <summary>The code when it did not.</summary>
    public string? Error { get; init; }

    /// <summary>The scopes of which one is needed, with <c>missing_scope</c>.</summary>
    public string? Needed { get; init; }

    /// <summary>The scopes that the token has, with <c>missing_scope</c>.</summary>
    public string? Provided { get; init; }

    /// <summary>The argument that is wrong, with some errors.</summary>
    public string? Arg { get; init; }

    /// <summary>Where the list goes on.</summary>
    public ResponseMetadata? ResponseMetadata { get; init; }

    /// <summary>The header <c>x-oauth-scopes</c>, or <see langword="null"/> when there was none.</summary>
    [JsonIgnore]
    public string? GrantedScopes { get; set; }

    /// <summary>Records that could not be read and were left out.</summary>
    [JsonIgnore]
    public int Unreadable { get; set; }

    /// <summary>Characters taken out of texts because no store keeps them: NUL, halves of surrogate pairs, bytes that are no UTF-8.</summary>
    [JsonIgnore]
    public int CleanedCharacters { get; set; }

    /// <summary>Whether an answer that says <see cref="Ok"/> has what it must have.</summary>
    [JsonIgnore]
    public virtual bool IsWhole => true;

    /// <summary>The cursor of the next page, or <see langword="null"/> at the end: absent, null and empty all mean the end.</summary>
    [JsonIgnore]
    public string? NextCursor => string.IsNullOrEmpty(ResponseMetadata?.NextCursor) ? null : ResponseMetadata.NextCursor;
}
