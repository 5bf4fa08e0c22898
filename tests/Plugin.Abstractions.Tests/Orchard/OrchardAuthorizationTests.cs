using System.Net;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Time.Testing;
using Plugin.Abstractions.Authorization;
using Plugin.Abstractions.Errors;
using Plugin.Conformance.Bench;
using Plugin.Orchard;
using Plugin.Orchard.Service;

namespace Plugin.Abstractions.Tests.Orchard;

/// <summary>Consent, rotation and revocation against the office, over real sockets.</summary>
public sealed class OrchardAuthorizationTests
{
    private static readonly Uri RedirectUri = new("http://127.0.0.1:5080/cmp/AuthorizeOrchardConnector");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Consent_gives_a_token_that_opens_the_orchard()
    {
        await using var service = await OrchardService.StartAsync(new(), Cancellation);
        await using var session = Session(service, TimeProvider.System);

        var grant = await ConsentAsync(session, "allow");

        grant.GrantedScopes.Count.ShouldBe(4);
        grant.MissingScopes.ShouldBeEmpty();
        (grant.TenantName, grant.AccountId).ShouldBe(("Office Orchard", "head gardener"));

        await using var granted = Session(service, TimeProvider.System, grant.Credential);
        (await granted.CollectAsync(new() { StreamId = "growers" }, Cancellation)).Rows.ShouldNotBeEmpty();
    }

    [Fact]
    public async Task Declined_consent_says_so()
    {
        await using var service = await OrchardService.StartAsync(new(), Cancellation);
        await using var session = Session(service, TimeProvider.System);

        (await Should.ThrowAsync<ConnectorException>(() => ConsentAsync(session, "cancel"))).Reason.ShouldBe(FailureReason.ConsentDenied);
    }

    [Fact]
    public async Task Fewer_scopes_than_asked_are_named()
    {
        await using var service = await OrchardService.StartAsync(new() { Scopes = ["growers:read", "trees:read"] }, Cancellation);
        await using var session = Session(service, TimeProvider.System);

        (await ConsentAsync(session, "allow")).MissingScopes.ShouldBe(["harvests:read", "tools:read"]);
    }

    [Fact]
    public async Task An_ending_token_is_renewed_once_for_all_streams()
    {
        FakeTimeProvider clock = new(DateTimeOffset.UnixEpoch);
        await using var service = await OrchardService.StartAsync(new() { TokenLife = TimeSpan.FromHours(12) }, Cancellation);
        await using var consenting = Session(service, clock);
        var grant = await ConsentAsync(consenting, "allow");
        await using var session = Session(service, clock, grant.Credential);

        clock.Advance(TimeSpan.FromHours(11.95));
        await Task.WhenAll(
            session.CollectAsync(new() { StreamId = "growers" }, Cancellation),
            session.CollectAsync(new() { StreamId = "trees" }, Cancellation),
            session.CollectAsync(new() { StreamId = "harvests" }, Cancellation));

        session.Credentials.Renewals.ShouldBe(1);
        (await session.Credentials.ReadAsync(Cancellation)).ShouldNotBe(grant.Credential);
    }

    [Fact]
    public async Task At_home_an_ending_token_is_renewed_as_well()
    {
        FakeTimeProvider clock = new(DateTimeOffset.UnixEpoch);
        Credential ending = new() { AccessToken = new("home-access"), RefreshToken = new("home-refresh"), ExpiresAt = clock.GetUtcNow().AddMinutes(1) };
        await using var session = new BenchSession(new OrchardPlugin(), SomeOrchard.Settings(), SomeOrchard.DeadHttp, clock, ending);

        await session.CollectAllAsync(Cancellation);

        session.Credentials.Renewals.ShouldBe(1);
        (await session.Credentials.ReadAsync(Cancellation)).ShouldNotBeNull().ExpiresAt.ShouldBe(clock.GetUtcNow().AddHours(12));
    }

    [Fact]
    public async Task A_revoked_token_stops_the_run_between_two_pages()
    {
        await using var service = await OrchardService.StartAsync(new(), Cancellation);
        await using var session = Session(service, TimeProvider.System);
        await using var pages = session.PagesAsync(new() { StreamId = "growers" }, Cancellation).GetAsyncEnumerator(Cancellation);
        (await pages.MoveNextAsync()).ShouldBeTrue();

        service.RevokeAll();
        var failure = await Should.ThrowAsync<ConnectorException>(async () => await pages.MoveNextAsync());

        (failure.Reason, failure.SourceCode).ShouldBe((FailureReason.AuthorizeAgain, "invalid_token"));
    }

    [Fact]
    public async Task An_office_that_is_gone_is_told_as_such()
    {
        var service = await OrchardService.StartAsync(new(), Cancellation);
        await using var session = Session(service, TimeProvider.System);
        await service.DisposeAsync();

        var failure = await Should.ThrowAsync<ConnectorException>(() => session.Connector.PreflightAsync(session.Context, Cancellation));

        (failure.Reason, failure.SourceCode).ShouldBe((FailureReason.TryLater, "unreachable"));
    }

    [Fact]
    public async Task A_day_in_the_office_is_a_day_in_the_orchard()
    {
        await using var service = await OrchardService.StartAsync(new(), Cancellation);
        await using var session = Session(service, TimeProvider.System);

        var before = await session.CollectAsync(new() { StreamId = "growers" }, Cancellation);
        using var answer = await session.Context.Http.PostAsync(new Uri(service.Address, "next-day"), null, Cancellation);
        var after = await session.CollectAsync(new() { StreamId = "growers" }, Cancellation);

        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        after.RowTexts.ShouldNotBe(before.RowTexts);
    }

    /// <summary>What a person does: opens the consent page, presses a button, and is sent back.</summary>
    private static async Task<AuthorizationGrant> ConsentAsync(BenchSession session, string decision)
    {
        var address = session.Connector.BeginAuthorization(new(session.Context.Settings, RedirectUri, "state-4711"));
        (await session.Context.Http.GetStringAsync(address, Cancellation)).ShouldContain("Allow");

        using FormUrlEncodedContent form = new([KeyValuePair.Create("decision", decision)]);
        using var answer = await session.Context.Http.PostAsync(address, form, Cancellation);
        answer.StatusCode.ShouldBe(HttpStatusCode.Redirect);

        var query = QueryHelpers.ParseQuery(answer.Headers.Location.ShouldNotBeNull().Query);
        query["state"].ToString().ShouldBe("state-4711");

        return await session.Connector.CompleteAuthorizationAsync(
            session.Context, new(RedirectUri, query.ToDictionary(pair => pair.Key, pair => pair.Value.ToString())), Cancellation);
    }

    private static BenchSession Session(OrchardService service, TimeProvider clock, Credential? credential = null) => new(
        new OrchardPlugin(),
        SomeOrchard.Settings(("rows", "30"), ("page_size", "10"), ("client_id", "orchard-client"), ("service_address", service.Address.AbsoluteUri)),
        SomeOrchard.Http,
        clock,
        credential);
}
