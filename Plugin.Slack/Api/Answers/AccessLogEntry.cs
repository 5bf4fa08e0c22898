using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Serialization;

namespace Plugin.Slack.Api.Answers;

/// <summary>One combination of user, address and user agent in the access log.</summary>
internal sealed class AccessLogEntry : IDatedRecord
{
    private string? _key;

    public string? UserId { get; init; }

    public long? DateFirst { get; set; }

    public long? DateLast { get; set; }

    public long? Count { get; init; }

    public string? Ip { get; init; }

    public string? UserAgent { get; init; }

    public string? Isp { get; init; }

    public string? Country { get; init; }

    public string? Region { get; init; }

    [JsonIgnore]
    public string? TeamId { get; set; }

    [JsonIgnore]
    public bool HasKey => !string.IsNullOrEmpty(UserId);

    [JsonIgnore]
    public long? LoggedAt => DateLast;

    /// <summary>
    /// The log has no ids: a row is named by who, from where, with what and since when. Without the first moment a combination that Slack shows in two rows would
    /// be one, and the older could hide the later use.
    /// </summary>
    [JsonIgnore]
    public string Identity => _key ??= Hash(string.Join('\n', UserId, Ip, UserAgent, DateFirst));

    public int DropImpossibleMoments()
    {
        var dropped = 0;

        if (SlackMoment.IsImpossible(DateFirst))
        {
            DateFirst = null;
            dropped++;
        }

        if (SlackMoment.IsImpossible(DateLast))
        {
            DateLast = null;
            dropped++;
        }

        return dropped;
    }

    private static string Hash(string text)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(text), hash);

        return Convert.ToHexStringLower(hash[..16]);
    }
}
