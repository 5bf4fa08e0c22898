using Plugin.Abstractions.Errors;

namespace Plugin.Abstractions.Tests.Errors;

public sealed class ConnectorExceptionTests
{
    [Theory]
    [InlineData(FailureReason.AuthorizeAgain, true)]
    [InlineData(FailureReason.FixSettings, true)]
    [InlineData(FailureReason.ConsentDenied, false)]
    [InlineData(FailureReason.GrantScope, false)]
    [InlineData(FailureReason.ChangePlan, false)]
    [InlineData(FailureReason.RaiseRole, false)]
    [InlineData(FailureReason.NotAvailable, false)]
    [InlineData(FailureReason.TryLater, false)]
    [InlineData(FailureReason.ReportDefect, false)]
    public void Only_what_makes_every_further_call_useless_stops_a_run(FailureReason reason, bool stops) =>
        new ConnectorException(reason, "It broke.", "Mend it.").StopsRun.ShouldBe(stops);

    [Theory]
    [AutoData]
    public void Everything_given_is_kept(FailureReason reason, string message, string fix, string code)
    {
        InvalidOperationException cause = new();

        ConnectorException exception = new(reason, message, fix, code, cause);

        (exception.Reason, exception.Message, exception.Fix, exception.SourceCode, exception.InnerException).ShouldBe((reason, message, fix, code, cause));
    }
}
