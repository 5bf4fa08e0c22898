using Plugin.Abstractions.Collection;
using Plugin.Abstractions.Errors;

namespace Plugin.Abstractions.Tests.Collection;

public sealed class StreamEndTests
{
    [Fact]
    public void Complete_has_nothing_to_mend()
    {
        var end = StreamEnd.Complete(new("7"), 12);

        end.Outcome.ShouldBe(StreamOutcome.Complete);
        end.HighWaterMark.ShouldBe(new Checkpoint("7"));
        end.ReportedTotal.ShouldBe(12);
        (end.Reason, end.Code, end.Message, end.Fix).ShouldBe((null, null, null, null));
    }

    [Fact]
    public void Complete_needs_neither_mark_nor_total()
    {
        var end = StreamEnd.Complete();

        end.HighWaterMark.ShouldBeNull();
        end.ReportedTotal.ShouldBeNull();
    }

    [Theory]
    [InlineData(StreamOutcome.Partial)]
    [InlineData(StreamOutcome.Skipped)]
    public void Anything_less_says_why_and_what_to_do_and_moves_no_mark(StreamOutcome outcome)
    {
        var end = outcome is StreamOutcome.Partial
            ? StreamEnd.Partial(FailureReason.TryLater, "frost", "It froze.", "Wait.")
            : StreamEnd.Skipped(FailureReason.TryLater, "frost", "It froze.", "Wait.");

        (end.Outcome, end.Reason, end.Code, end.Message, end.Fix).ShouldBe((outcome, FailureReason.TryLater, "frost", "It froze.", "Wait."));
        end.HighWaterMark.ShouldBeNull();
    }

    [Fact]
    public void Ends_are_equal_by_value() => StreamEnd.Complete(new("7")).ShouldBe(StreamEnd.Complete(new("7")));
}
