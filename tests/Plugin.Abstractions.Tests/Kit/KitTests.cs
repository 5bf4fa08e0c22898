using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using Plugin.Abstractions.Settings;
using Plugin.Abstractions.Tests.Orchard;
using Plugin.ContractTests;
using Plugin.Orchard.Service;

namespace Plugin.Abstractions.Tests.Kit;

/// <summary>The contract tests themselves: a connector that breaks a promise does not pass.</summary>
public sealed class KitTests : IAsyncLifetime
{
    private OrchardService? _service;

    public async ValueTask InitializeAsync() => _service = await OrchardService.StartAsync(new(), TestContext.Current.CancellationToken);

    public ValueTask DisposeAsync() => _service!.DisposeAsync();

    [Theory]
    [InlineData(Lie.DescriptionChanges, nameof(ConnectorContractTests.Description_is_equal_at_every_call_and_in_every_instance))]
    [InlineData(Lie.SettingWithoutHelp, nameof(ConnectorContractTests.Settings_are_complete))]
    [InlineData(Lie.StreamWithoutLoss, nameof(ConnectorContractTests.Streams_are_complete))]
    [InlineData(Lie.ReferenceToNowhere, nameof(ConnectorContractTests.References_and_streams_read_back_exist))]
    [InlineData(Lie.SubjectWithoutSemantics, nameof(ConnectorContractTests.Semantics_are_sane))]
    [InlineData(Lie.ValidateThrows, nameof(ConnectorContractTests.Validate_never_throws_and_each_problem_names_a_field_and_a_fix))]
    [InlineData(Lie.ProblemNamesNoSetting, nameof(ConnectorContractTests.Validate_never_throws_and_each_problem_names_a_field_and_a_fix))]
    [InlineData(Lie.ProblemNamesNoSetting, nameof(ConnectorContractTests.Validate_asks_for_every_required_setting))]
    [InlineData(Lie.ProblemShowsSecret, nameof(ConnectorContractTests.Validate_never_throws_and_each_problem_names_a_field_and_a_fix))]
    [InlineData(Lie.SecretInConsentAddress, nameof(ConnectorContractTests.Begin_authorization_gives_an_address_with_state_and_redirect_and_without_secret))]
    [InlineData(Lie.CallbackShowsCode, nameof(ConnectorContractTests.A_failing_run_shows_no_secret))]
    [InlineData(Lie.CallbackShowsCode, nameof(ConnectorContractTests.A_useless_callback_is_a_failure_that_says_what_to_do))]
    [InlineData(Lie.PreflightForgetsAStream, nameof(ConnectorContractTests.Preflight_has_one_line_a_stream_and_a_fix_for_each_that_is_not_granted))]
    [InlineData(Lie.SecretInLog, nameof(ConnectorContractTests.A_good_run_shows_no_secret))]
    [InlineData(Lie.SecretInLog, nameof(ConnectorContractTests.A_failing_run_shows_no_secret))]
    [InlineData(Lie.ResumeForgets, nameof(ConnectorContractTests.Resuming_from_every_checkpoint_equals_the_undisturbed_read))]
    [InlineData(Lie.ResumeForgets, nameof(ConnectorContractTests.A_checkpoint_of_nobody_breaks_nothing))]
    [InlineData(Lie.DeafToCancellation, nameof(ConnectorContractTests.Cancellation_before_the_first_page_ends_the_call))]
    [InlineData(Lie.DeafToCancellation, nameof(ConnectorContractTests.Cancellation_between_pages_ends_the_call))]
    [InlineData(Lie.CheckpointMissing, nameof(ConnectorContractTests.Every_page_but_the_last_has_a_checkpoint_and_the_last_has_an_end))]
    [InlineData(Lie.EndMissing, nameof(ConnectorContractTests.Every_page_but_the_last_has_a_checkpoint_and_the_last_has_an_end))]
    [InlineData(Lie.EvidenceDoesNotAddUp, nameof(ConnectorContractTests.Evidence_adds_up))]
    [InlineData(Lie.ValueChanges, nameof(ConnectorContractTests.Two_reads_one_after_the_other_are_equal))]
    [InlineData(Lie.KeyRepeats, nameof(ConnectorContractTests.Every_row_of_a_snapshot_has_a_key_of_its_own))]
    [InlineData(Lie.FieldTooMany, nameof(ConnectorContractTests.Every_row_of_a_snapshot_has_a_key_of_its_own))]
    [InlineData(Lie.FieldOfWrongType, nameof(ConnectorContractTests.Every_row_of_a_snapshot_has_a_key_of_its_own))]
    public async Task A_broken_promise_is_found(Lie lie, string test)
    {
        await Should.NotThrowAsync(() => RunAsync(Lie.None, test), "The honest connector must pass first.");

        (await Record.ExceptionAsync(() => RunAsync(lie, test))).ShouldNotBeNull("The lie was not found.");
    }

    [Theory]
    [InlineData(Lie.FieldTooMany, "has more fields than the stream's")]
    [InlineData(Lie.FieldOfWrongType, "takes Text and was given Int64")]
    public async Task A_row_that_does_not_fit_its_columns_is_told_by_column(Lie lie, string message)
    {
        await using var session = new Subject(lie, _service!.Address).Begin();

        (await Should.ThrowAsync<InvalidOperationException>(() => session.CollectAllAsync(TestContext.Current.CancellationToken))).Message.ShouldContain(message);
    }

    private async Task RunAsync(Lie lie, string test)
    {
        Subject subject = new(lie, _service!.Address);
        var method = typeof(ConnectorContractTests).GetMethod(test).ShouldNotBeNull();
        object[][] rows = [.. method.GetCustomAttributes<InlineDataAttribute>().Select(row => row.Data.Select(value => value!).ToArray()).DefaultIfEmpty([])];

        foreach (var row in rows)
        {
            await (Task)method.Invoke(subject, row)!;
        }
    }

    [SuppressMessage("Usage", "xUnit1000", Justification = "Run by hand, not by the runner: its tests are expected to fail.")]
    private sealed class Subject(Lie lie, Uri address) : ConnectorContractTests
    {
        private readonly Liar _liar = new(lie);

        protected override SettingValues ValidSettings => SomeOrchard.Settings(
            ("rows", "40"), ("page_size", "15"), ("client_id", "orchard-client"), ("service_address", address.AbsoluteUri));

        public ConnectorSession Begin() => new(_liar, ValidSettings, CreateHttpClient, TimeProvider.System);

        protected override IConnectorPlugin CreatePlugin() => _liar;

        protected override HttpClient CreateHttpClient() => SomeOrchard.Http();
    }
}
