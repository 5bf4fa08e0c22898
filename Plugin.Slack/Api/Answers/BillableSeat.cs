namespace Plugin.Slack.Api.Answers;

/// <summary>Whether one account's seat is charged for.</summary>
internal sealed class BillableSeat : ISlackRecord
{
    public string? TeamId { get; set; }

    public required string UserId { get; init; }

    public required bool? BillingActive { get; init; }

    public bool HasKey => UserId.Length > 0;

    public int DropImpossibleMoments() => 0;
}
