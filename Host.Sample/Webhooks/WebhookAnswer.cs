namespace Host.Sample.Webhooks;

/// <summary>What became of one attempt.</summary>
/// <param name="Status">The HTTP status; null when none came.</param>
/// <param name="Problem">What went wrong, in a sentence; null: it was delivered.</param>
public sealed record WebhookAnswer(int? Status, string? Problem)
{
    /// <summary>The receiver says that it is gone for good: nothing more is sent.</summary>
    public bool IsGone => Status == StatusCodes.Status410Gone;
}
