using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Serialization;

namespace Plugin.Slack.Api.Answers;

/// <summary>One combination of user, address and user agent in the access log.</summary>
internal sealed class AccessLogEntry : IDatedRecord
{
    private string? _userAgentHash;

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
    public string UserAgentHash => _userAgentHash ??= Hash(UserAgent ?? "");

    [JsonIgnore]
    public string? TeamId { get; set; }

    [JsonIgnore]
    public bool HasKey => !string.IsNullOrEmpty(UserId);

    [JsonIgnore]
    public long? LoggedAt => DateLast;

    [JsonIgnore]
    public string Identity => string.Concat(UserId, "|", Ip, "|", UserAgentHash);

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

        return Convert.ToHexStringLower(hash[..8]);
    }
}
