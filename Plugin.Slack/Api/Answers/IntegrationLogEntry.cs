using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Serialization;

namespace Plugin.Slack.Api.Answers;

/// <summary>One change of an app or service.</summary>
internal sealed class IntegrationLogEntry : IDatedRecord
{
    private string? _key;

    public string? UserId { get; init; }

    public long? Date { get; set; }

    public string? ChangeType { get; init; }

    public string? AppId { get; init; }

    public string? AppType { get; init; }

    [JsonConverter(typeof(TextOrNumberConverter))]
    public string? ServiceId { get; init; }

    public string? ServiceType { get; init; }

    public string? Scope { get; init; }

    public string? Channel { get; init; }

    public string? Reason { get; init; }

    public string? Resolution { get; init; }

    [JsonIgnore]
    public string? TeamId { get; set; }

    [JsonIgnore]
    public bool HasKey => !string.IsNullOrEmpty(AppId) || !string.IsNullOrEmpty(ServiceId);

    [JsonIgnore]
    public long? LoggedAt => Date;

    /// <summary>The log has no ids: a row is named by what it says.</summary>
    [JsonIgnore]
    public string Identity => _key ??= Hash(string.Join('\n', Date, UserId, ChangeType, AppId, ServiceId, Channel, Scope, Reason, Resolution));

    public int DropImpossibleMoments()
    {
        if (!SlackMoment.IsImpossible(Date))
        {
            return 0;
        }

        Date = null;

        return 1;
    }

    private static string Hash(string text)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(text), hash);

        return Convert.ToHexStringLower(hash[..16]);
    }
}
