namespace Host.Sample.Connectors;

/// <summary>That a service, when it was asked what a run would get, refused or did not answer.</summary>
/// <param name="Message">Why.</param>
/// <param name="Fix">What to do.</param>
/// <param name="At">When.</param>
/// <param name="Revision">The connector's revision then.</param>
public sealed record FailedCheck(string Message, string Fix, DateTimeOffset At, int Revision);
