using Plugin.Abstractions.Collection;

namespace Plugin.ContractTests;

public abstract partial class ConnectorContractTests
{
    [Fact]
    public async Task Identity_says_whose_the_connector_is_and_what_to_do_about_each_warning()
    {
        await using var session = Begin();

        if (await session.Connector.IdentifyAsync(session.Context, Cancellation) is not { } identity)
        {
            return;
        }

        identity.TenantId.ShouldNotBeNullOrWhiteSpace();
        identity.AccountId.ShouldNotBeNullOrWhiteSpace();
        identity.Calls.ShouldBeGreaterThanOrEqualTo(0);

        foreach (var warning in identity.Warnings)
        {
            warning.Code.ShouldNotBeNullOrWhiteSpace();
            ShouldBeSentence(warning.Message, $"the warning {warning.Code}");
            ShouldBeSentence(warning.Fix, $"the fix of {warning.Code}");
        }
    }

    [Fact]
    public async Task An_estimate_needs_no_run_before_and_says_what_it_is_based_on()
    {
        await using var session = Begin();
        var streams = session.Connector.Describe().Streams;

        foreach (var history in new List<StreamHistory>[] { [], [.. streams.Select(stream => new StreamHistory(stream.Id, 12_345, 12_345, 13, HasMark: true))] })
        {
            var estimates = session.Connector.Estimate(ValidSettings, history);

            session.Connector.Estimate(ValidSettings, history).ShouldBe(estimates);

            foreach (var estimate in estimates)
            {
                streams.Select(stream => stream.Id).ShouldContain(estimate.StreamId);
                estimate.Method.ShouldNotBeNullOrWhiteSpace();
                estimate.Calls.ShouldBeGreaterThanOrEqualTo(0, estimate.StreamId);
                (estimate.CallsPerMinute is null or > 0).ShouldBeTrue(estimate.StreamId);
                estimate.Basis.ShouldNotBeNullOrWhiteSpace(estimate.StreamId);
            }

            estimates.GroupBy(estimate => estimate.Method).ShouldAllBe(method => method.Select(estimate => estimate.CallsPerMinute).Distinct().Count() == 1, "A method has one rate.");
        }
    }
}
