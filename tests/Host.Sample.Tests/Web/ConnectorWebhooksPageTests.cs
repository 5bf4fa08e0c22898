using Bunit;
using Host.Sample.Access;
using Host.Sample.Database;
using Host.Sample.Tests.Webhooks;
using Host.Sample.Web.Pages;
using Host.Sample.Webhooks;
using Microsoft.Extensions.Time.Testing;

namespace Host.Sample.Tests.Web;

/// <summary>Who is told of a connector's runs.</summary>
public sealed class ConnectorWebhooksPageTests
{
    private const string Webhooks = "webhooks";

    private static CancellationToken Token => Xunit.TestContext.Current.CancellationToken;

    public static TheoryData<string, string> BadAddresses => new()
    {
        { "receiver", "That is no address of a receiver." },
        { "", "That is no address of a receiver." },
        { "http://receiver.example/hook", "https only" },
        { "https://10.1.2.3/hook", "private, loopback or link-local" },
        { "https://169.254.169.254/latest", "private, loopback or link-local" },
        { "javascript:alert(1)", "Only http and https addresses can be called." },
        { "https://receiver.example/" + new string('a', 3000), "That is no address of a receiver." },
    };

    [Theory]
    [MemberData(nameof(BadAddresses))]
    public async Task An_address_that_may_not_be_called_is_refused_with_why(string address, string why)
    {
        await using var host = await ConnectorPageHost.StartAsync();
        var pages = host.As(AccessRole.Administrator);
        var page = host.Open<ConnectorWebhooksPage>(pages, Webhooks);
        page.WaitForAssertion(() => page.Markup.ShouldContain("Nobody is told yet"));

        Add(pages, page, "tickets", address);

        pages.Dialogs.WaitForAssertion(() => pages.Dialogs.Alert().ShouldContain(why));
        (await host.Get<WebhookService>().ListAsync(host.Id, Token)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_secret_is_shown_once_and_never_again()
    {
        await using var host = await ConnectorPageHost.StartAsync();
        var pages = host.As(AccessRole.Administrator);
        var page = host.Open<ConnectorWebhooksPage>(pages, Webhooks);
        page.WaitForAssertion(() => page.HasButton("New webhook").ShouldBeTrue());

        Add(pages, page, "tickets", "https://receiver.example/hooks/only-they-know");
        pages.Dialogs.WaitForAssertion(() => pages.Dialogs.Find("#webhook-secret").TextContent.ShouldStartWith("whsec_"));
        var secret = pages.Dialogs.Find("#webhook-secret").TextContent;
        PageFixture.Button(pages.Dialogs, "I have it").Click();

        page.WaitForAssertion(() => page.Find("[aria-label=Webhooks] tbody").TextContent.ShouldContain("https://receiver.example"));
        pages.Dialogs.WaitForAssertion(() => pages.Dialogs.Markup.ShouldNotContain(secret));
        page.Markup.ShouldNotContain(secret);
        page.Markup.ShouldNotContain("only-they-know");
        PageFixture.Button(page, "Edit tickets").Click();
        pages.Dialogs.WaitForAssertion(() => pages.Dialogs.Markup.ShouldContain("Edit tickets"));
        pages.Dialogs.Markup.ShouldNotContain(secret);
        pages.Dialogs.Markup.ShouldNotContain("only-they-know");
    }

    [Fact]
    public async Task A_new_secret_takes_the_place_of_the_old_one_and_is_shown_once_too()
    {
        await using var host = await ConnectorPageHost.StartAsync();
        var pages = host.As(AccessRole.Administrator);
        await host.Get<WebhookService>().AddAsync(host.Id, "tickets", "https://receiver.example/hooks", "a secret of the test", Token);
        var page = host.Open<ConnectorWebhooksPage>(pages, Webhooks);
        page.WaitForAssertion(() => page.HasButton("New secret for tickets").ShouldBeTrue());

        PageFixture.Button(page, "New secret for tickets").Click();
        pages.Dialogs.WaitForAssertion(() => pages.Dialogs.HasButton("Make a new secret").ShouldBeTrue());
        PageFixture.Button(pages.Dialogs, "Make a new secret").Click();

        pages.Dialogs.WaitForAssertion(() => pages.Dialogs.Find("#webhook-secret").TextContent.ShouldStartWith("whsec_"));
        var secret = pages.Dialogs.Find("#webhook-secret").TextContent;
        PageFixture.Button(pages.Dialogs, "I have it").Click();
        pages.Dialogs.WaitForAssertion(() => pages.Dialogs.Markup.ShouldNotContain(secret));
        page.Markup.ShouldNotContain(secret);
    }

    [Fact]
    public async Task A_test_that_is_answered_by_an_error_says_so()
    {
        await using var receiver = await WebhookReceiver.StartAsync((_, context) =>
        {
            context.Response.StatusCode = 500;

            return Task.CompletedTask;
        });
        await using var host = await ConnectorPageHost.StartAsync(adjust: options => options with { AllowedOrigins = [receiver.Origin] });
        await host.Get<WebhookService>().AddAsync(host.Id, "tickets", receiver.Address.AbsoluteUri, null, Token);
        var page = host.Open<ConnectorWebhooksPage>(host.As(AccessRole.Administrator), Webhooks);
        page.WaitForAssertion(() => page.HasButton("Test tickets").ShouldBeTrue());

        PageFixture.Button(page, "Test tickets").Click();

        page.WaitForAssertion(() => page.Markup.ShouldContain("The receiver answered 500."), TimeSpan.FromSeconds(20));
        page.Markup.ShouldContain("A test is not tried again.");
    }

    [Fact]
    public async Task A_test_that_nobody_answers_ends()
    {
        FakeTimeProvider clock = new(new(2026, 3, 1, 8, 0, 0, TimeSpan.Zero));
        await using var receiver = await WebhookReceiver.StartAsync((_, context) => WebhookReceiver.HangAsync(context));
        await using var host = await ConnectorPageHost.StartAsync(adjust: options => options with { AllowedOrigins = [receiver.Origin] }, clock: clock);
        await host.Get<WebhookService>().AddAsync(host.Id, "tickets", receiver.Address.AbsoluteUri, null, Token);
        var page = host.Open<ConnectorWebhooksPage>(host.As(AccessRole.Administrator), Webhooks);
        page.WaitForAssertion(() => page.HasButton("Test tickets").ShouldBeTrue());

        PageFixture.Button(page, "Test tickets").Click();
        await receiver.Begun.WaitAsync(Token);
        page.WaitForAssertion(() => page.Markup.ShouldContain("Waiting for the receiver, at most 15 seconds"));
        clock.Advance(WebhookSender.Patience);

        page.WaitForAssertion(() => page.Markup.ShouldContain("The receiver did not answer within 15 seconds."), TimeSpan.FromSeconds(20));
    }

    [Fact]
    public async Task What_was_given_up_is_delivered_again_when_somebody_says_so()
    {
        FakeTimeProvider clock = new(new(2026, 3, 1, 8, 0, 0, TimeSpan.Zero));
        await using var receiver = await WebhookReceiver.StartAsync((number, context) =>
        {
            context.Response.StatusCode = number == 1 ? 410 : 200;

            return Task.CompletedTask;
        });
        await using var host = await ConnectorPageHost.StartAsync(adjust: options => options with { AllowedOrigins = [receiver.Origin] }, clock: clock);
        var webhooks = host.Get<WebhookService>();
        await webhooks.AddAsync(host.Id, "tickets", receiver.Address.AbsoluteUri, null, Token);
        var run = await host.RunAsync();
        await webhooks.DeliverAsync(Token);
        var page = host.Open<ConnectorWebhooksPage>(host.As(AccessRole.Administrator), Webhooks);
        page.WaitForAssertion(() => page.Find("[aria-label='Deliveries, the latest first'] tbody").TextContent.ShouldContain("given up"));

        PageFixture.Button(page, $"Deliver again: run.published of run {run.Id} to tickets").Click();
        page.WaitForAssertion(() => page.Find("[aria-label='Deliveries, the latest first'] tbody").TextContent.ShouldContain("waiting"));
        await webhooks.DeliverAsync(Token);

        (await webhooks.DeliveriesAsync(host.Id, null, 10, Token)).ShouldHaveSingleItem().State.ShouldBe(WebhookDeliveryState.Delivered);
        receiver.Messages.Select(message => message.Id).Distinct().ShouldHaveSingleItem("a receiver that has seen it can drop it");
        receiver.Messages.Count.ShouldBe(2);
    }

    [Fact]
    public async Task Others_are_told_which_role_it_takes()
    {
        await using var host = await ConnectorPageHost.StartAsync();
        await host.Get<WebhookService>().AddAsync(host.Id, "tickets", "https://receiver.example/hooks", null, Token);

        var page = host.Open<ConnectorWebhooksPage>(host.As(AccessRole.Operator), Webhooks);

        page.WaitForAssertion(() => page.Markup.ShouldContain("Seeing and changing webhooks takes the role administrator"));
        page.Markup.ShouldNotContain("tickets");
        page.Alert().ShouldBeEmpty();
    }

    private static void Add(PageFixture pages, IRenderedComponent<ConnectorWebhooksPage> page, string name, string address)
    {
        PageFixture.Button(page, "New webhook").Click();
        pages.Dialogs.WaitForAssertion(() => pages.Dialogs.HasButton("Save").ShouldBeTrue());
        pages.Dialogs.Field("Name").Input(name);
        pages.Dialogs.Field("Address of the receiver").Input(address);
        PageFixture.Button(pages.Dialogs, "Save").Click();
    }
}
