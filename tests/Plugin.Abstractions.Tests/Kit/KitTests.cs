using System.Reflection;
using Plugin.Abstractions.Tests.Orchard;
using Plugin.Conformance;
using Plugin.Orchard.Service;

namespace Plugin.Abstractions.Tests.Kit;

/// <summary>The checks of the contract themselves: a connector that breaks a promise does not pass.</summary>
public sealed class KitTests : IAsyncLifetime
{
    private OrchardService? _service;

    public async ValueTask InitializeAsync() => _service = await OrchardService.StartAsync(new(), TestContext.Current.CancellationToken);

    public ValueTask DisposeAsync() => _service!.DisposeAsync();

    [Theory]
    [InlineData(Lie.DescriptionChanges, "description-stable")]
    [InlineData(Lie.SettingWithoutHelp, "description-complete")]
    [InlineData(Lie.StreamWithoutLoss, "description-complete")]
    [InlineData(Lie.ReferenceToNowhere, "description-complete")]
    [InlineData(Lie.SubjectWithoutSemantics, "description-complete")]
    [InlineData(Lie.ValidateThrows, "validation-actionable")]
    [InlineData(Lie.ProblemNamesNoSetting, "validation-actionable")]
    [InlineData(Lie.ProblemShowsSecret, "validation-actionable")]
    [InlineData(Lie.SecretInConsentAddress, "authorization-guides")]
    [InlineData(Lie.CallbackShowsCode, "secrets-hidden")]
    [InlineData(Lie.CallbackShowsCode, "authorization-guides")]
    [InlineData(Lie.PreflightForgetsAStream, "preflight-honest")]
    [InlineData(Lie.PreflightDenies, "preflight-honest")]
    [InlineData(Lie.MarkBringsOthers, "marks-hold")]
    [InlineData(Lie.SecretInLog, "secrets-hidden")]
    [InlineData(Lie.ResumeForgets, "resume-equals")]
    [InlineData(Lie.ResumeForgets, "strange-checkpoints")]
    [InlineData(Lie.DeafToCancellation, "cancel-heard")]
    [InlineData(Lie.CheckpointMissing, "pages-add-up")]
    [InlineData(Lie.EndMissing, "pages-add-up")]
    [InlineData(Lie.EvidenceDoesNotAddUp, "pages-add-up")]
    [InlineData(Lie.ValueChanges, "reads-equal")]
    [InlineData(Lie.KeyRepeats, "pages-add-up")]
    [InlineData(Lie.FieldTooMany, "pages-add-up")]
    [InlineData(Lie.FieldOfWrongType, "pages-add-up")]
    [InlineData(Lie.CoversWithoutParts, "pages-add-up")]
    [InlineData(Lie.IdentityWithoutTenant, "identity-told")]
    [InlineData(Lie.EstimateOfNothing, "estimate-plain")]
    [InlineData(Lie.OutcomeOfNothing, "description-complete")]
    [InlineData(Lie.ApplicationShowsSecret, "application-plain")]
    public async Task A_broken_promise_is_found(Lie lie, string check)
    {
        var token = TestContext.Current.CancellationToken;
        var asked = ContractChecks.All.Single(one => one.Id == check);

        (await asked.FindAsync(Subject(Lie.None), token)).ShouldBeEmpty("The honest connector must pass first.");
        (await asked.FindAsync(Subject(lie), token)).ShouldNotBeEmpty("The lie was not found.");
    }

    [Fact]
    public void Every_check_of_the_contract_has_a_lie_that_it_finds()
    {
        var told = typeof(KitTests).GetMethod(nameof(A_broken_promise_is_found))!.GetCustomAttributes<InlineDataAttribute>().Select(row => (string)row.Data[1]!);

        ContractChecks.All.Select(check => check.Id).Except(told).ShouldBeEmpty();
    }

    [Theory]
    [InlineData(Lie.FieldTooMany, "has more fields than the stream's")]
    [InlineData(Lie.FieldOfWrongType, "takes Text and was given Int64")]
    public async Task A_row_that_does_not_fit_its_columns_is_told_by_column(Lie lie, string message)
    {
        await using var session = Subject(lie).Begin();

        (await Should.ThrowAsync<InvalidOperationException>(() => session.CollectAllAsync(TestContext.Current.CancellationToken))).Message.ShouldContain(message);
    }

    private ConformanceSubject Subject(Lie lie) => new()
    {
        CreatePlugin = new Liar(lie).Self,
        Settings = SomeOrchard.Settings(("rows", "40"), ("page_size", "15"), ("client_id", "orchard-client"), ("service_address", _service!.Address.AbsoluteUri)),
        CreateHttp = SomeOrchard.Http,
    };
}
