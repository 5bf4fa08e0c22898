namespace Plugin.Slack.Api.Answers;

/// <summary>A user's place in an Enterprise organisation.</summary>
internal sealed class EnterpriseUser
{
    public string? Id { get; init; }

    public string? EnterpriseId { get; init; }

    public bool? IsAdmin { get; init; }

    public bool? IsOwner { get; init; }

    public bool? IsPrimaryOwner { get; init; }
}
