using Microsoft.Extensions.Time.Testing;
using Plugin.Abstractions;
using Plugin.Abstractions.Collection;
using Plugin.Abstractions.Errors;
using Plugin.Slack.Sandbox;
using Plugin.Slack.Tests.Support;

namespace Plugin.Slack.Tests.Authorization;

/// <summary>What can happen to a token in the life of a connector, each with its own reason, against the sandbox.</summary>
public sealed class TokenLifeTests
{
    private static readonly Uri Redirect = new("http://127.0.0.1:5000/cmp/AuthorizeSlackConnector");

    private readonly FakeTimeProvider _clock = SlackTestBench.NewClock();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_host_that_dies_between_renewal_and_storing_renews_once_more()
    {
        await using var sandbox = await RotatingAsync();
        using var bench = Bench(sandbox);
        await GrantAsync(bench, lives: TimeSpan.FromMinutes(90));
        var granted = bench.Credentials.Stored!;
        bench.Credentials.DiesBeforeStoring = true;
        await Should.ThrowAsync<IOException>(() => bench.CollectAsync("team_info", Cancellation));
        bench.Credentials.DiesBeforeStoring = false;

        var after = await bench.CollectAsync("team_info", Cancellation);

        after.End.Outcome.ShouldBe(StreamOutcome.Complete);
        bench.Credentials.Stored!.AccessToken.ShouldNotBe(granted.AccessToken);
        (await bench.CollectAsync("users", Cancellation)).End.Outcome.ShouldBe(StreamOutcome.Complete);
    }

    [Fact]
    public async Task A_host_that_comes_back_too_late_to_renew_goes_on_with_the_access_token_and_warns()
    {
        await using var sandbox = await RotatingAsync();
        using var bench = Bench(sandbox);
        await GrantAsync(bench, lives: TimeSpan.FromMinutes(90));
        bench.Credentials.DiesBeforeStoring = true;
        await Should.ThrowAsync<IOException>(() => bench.CollectAsync("team_info", Cancellation));
        bench.Credentials.DiesBeforeStoring = false;
        _clock.Advance(TimeSpan.FromMinutes(5));

        var identity = await bench.Connector.IdentifyAsync(bench.Context, Cancellation);

        identity!.Warnings.Select(warning => warning.Code).ShouldContain("token_not_renewed");
        (await bench.CollectAsync("team_info", Cancellation)).End.Outcome.ShouldBe(StreamOutcome.Complete);
    }

    [Fact]
    public async Task A_token_that_expires_in_the_middle_is_renewed_and_no_row_is_lost()
    {
        await using var sandbox = await RotatingAsync();
        using var bench = Bench(sandbox);
        await GrantAsync(bench, lives: TimeSpan.FromHours(12));
        CollectedStream people = new();

        await foreach (var page in bench.Connector.CollectAsync(bench.Context, new() { StreamId = "users" }, Cancellation))
        {
            people.Take(page, bench.DescriptionOf("users"));

            if (people.PageSizes.Count == 1)
            {
                await bench.PostAsync(sandbox, "expire", Cancellation);
            }
        }

        people.End.Outcome.ShouldBe(StreamOutcome.Complete);
        people.ByKey("user_id").Count.ShouldBe(2_500);
        bench.Credentials.Renewals.ShouldBe(1);
    }

    [Theory]
    [InlineData("revoke", "", "token_revoked", "revoked")]
    [InlineData("installer", "state=deactivated", "account_inactive", "deactivated")]
    [InlineData("migrate", "calls=0", "org_login_required", "organisation")]
    public async Task What_ends_a_token_has_a_reason_and_a_fix_of_its_own(string control, string form, string code, string word)
    {
        await using var sandbox = await Sandboxes.StartAsync(Cancellation);
        using SlackTestBench bench = new(sandbox.Address);
        await bench.PostAsync(sandbox, control, Cancellation, form);

        var failure = await Should.ThrowAsync<ConnectorException>(() => bench.Connector.IdentifyAsync(bench.Context, Cancellation));

        (failure.Reason, failure.SourceCode, failure.StopsRun).ShouldBe((FailureReason.AuthorizeAgain, code, true));
        failure.Message.ShouldContain(word);
        failure.Fix.ShouldContain("Authorize");
    }

    [Theory]
    [InlineData("no_permission")]
    [InlineData("missing_scope")]
    [InlineData("restricted_action")]
    [InlineData("not_allowed_token_type")]
    public async Task An_installer_who_is_no_administrator_any_more_is_warned_of_and_costs_the_streams_for_administrators_only(string code)
    {
        await using var sandbox = await Sandboxes.StartAsync(Cancellation);
        using SlackTestBench bench = new(sandbox.Address);
        await bench.PostAsync(sandbox, "installer", Cancellation, $"state=demoted&code={code}");

        var identity = await bench.Connector.IdentifyAsync(bench.Context, Cancellation);
        var seats = await bench.CollectAsync("team_billable_info", Cancellation);
        var people = await bench.CollectAsync("users", Cancellation);

        identity!.Warnings.Select(warning => warning.Code).ShouldBe(["installer_not_admin"]);
        seats.End.Outcome.ShouldBe(StreamOutcome.Skipped);
        seats.End.Reason.ShouldBe(code is "not_allowed_token_type" ? FailureReason.NotAvailable : FailureReason.RaiseRole);
        people.End.Outcome.ShouldBe(StreamOutcome.Complete);
    }

    [Fact]
    public async Task Scopes_that_are_taken_away_are_warned_of()
    {
        await using var sandbox = await Sandboxes.StartAsync(Cancellation);
        using SlackTestBench bench = new(sandbox.Address);
        (await bench.Connector.IdentifyAsync(bench.Context, Cancellation))!.Warnings.ShouldBeEmpty();
        await bench.PostAsync(sandbox, "scopes", Cancellation, "drop=files:read,usergroups:read");

        var warning = (await bench.Connector.IdentifyAsync(bench.Context, Cancellation))!.Warnings.Single();

        warning.Code.ShouldBe("scopes_missing");
        warning.Message.ShouldContain("files:read, usergroups:read");
    }

    [Fact]
    public async Task A_workspace_on_the_move_is_waited_for_and_warned_of()
    {
        await using var sandbox = await Sandboxes.StartAsync(Cancellation);
        using SlackTestBench bench = new(sandbox.Address);
        await bench.PostAsync(sandbox, "migrate", Cancellation, "calls=2");

        // The two calls of the move are waited out; then the workspace asks for a sign-in to its organisation.
        var failure = await Should.ThrowAsync<ConnectorException>(() => bench.Connector.IdentifyAsync(bench.Context, Cancellation));

        failure.SourceCode.ShouldBe("org_login_required");
        bench.Waits.All.Select(wait => wait.Duration.TotalSeconds).ShouldBe([1, 3]);
    }

    private Task<SandboxServer> RotatingAsync() => Sandboxes.StartAsync(Cancellation, options => options with { Rotation = true, TimeProvider = _clock });

    private SlackTestBench Bench(SandboxServer sandbox) => new(sandbox.Address, token: null, clientId: sandbox.ClientId, clientSecret: sandbox.ClientSecret, clock: _clock);

    private static async Task GrantAsync(SlackTestBench bench, TimeSpan lives)
    {
        var callback = await SandboxConsent.GiveAsync(bench, Redirect, "allow", ticked: null, Cancellation);
        var grant = await bench.Connector.CompleteAuthorizationAsync(bench.Context, callback, Cancellation);
        bench.Credentials.Stored = grant.Credential with { ExpiresAt = bench.Clock.GetUtcNow() + lives };
    }
}
