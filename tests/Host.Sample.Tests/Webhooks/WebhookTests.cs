using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Host.Sample.Access;
using Host.Sample.Connectors;
using Host.Sample.Database;
using Host.Sample.Runs.Retention;
using Host.Sample.Tests.Runs;
using Host.Sample.Webhooks;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Host.Sample.Tests.Webhooks;

public sealed class WebhookTests
{
    private const string Connector = "Home";
    private const string Hook = "hook";

    private readonly LedgerConnector _ledger = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_published_run_is_told_signed_with_what_it_changed()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        await using var host = await StartAsync(receiver);
        var added = await host.Get<WebhookService>().AddAsync(Connector, Hook, receiver.Address.AbsoluteUri, null, Token);
        await RunAsync(host, ["attic", "Attic", "false"]);
        await RunAsync(host, ["attic", "Attic", "true"], ["cellar", "Cellar", "false"]);

        (await host.Get<WebhookService>().DeliverAsync(Token)).ShouldBe((2, 0));

        var first = JsonNode.Parse(receiver.Messages.Single(message => Run(message) == 1).Body)!;
        first["changes"].ShouldBeNull("there is no run before it");
        var message = receiver.Messages.Single(entry => Run(entry) == 2);
        message.Headers["webhook-signature"].ShouldBe(Signature(added.Secret.ShouldNotBeNull(), message));
        message.Headers["webhook-timestamp"].ShouldBe(host.Clock.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture));
        var told = JsonNode.Parse(message.Body)!;
        told["event"]!.GetValue<string>().ShouldBe("run.published");
        told["connector"]!["name"]!.GetValue<string>().ShouldBe(Connector);
        (told["run"]!["state"]!.GetValue<string>(), told["run"]!["verdict"]!.GetValue<string>()).ShouldBe(("published", "complete"));
        told["changes"]!["counts"]!.ToJsonString().ShouldBe("""{"space.added":1,"space.archived":1}""");
        told["changes"]!["events"]!.AsArray().Select(entry => entry!["kind"]!.GetValue<string>()).ShouldBe(["space.archived", "space.added"], ignoreOrder: true);
        told["changes"]!["leftOut"]!.GetValue<long>().ShouldBe(0);
        told["changes"]!["feed"]!.GetValue<string>().ShouldEndWith("/api/connectors/1/feed?from=1&to=2");
    }

    [Fact]
    public async Task Of_many_events_the_first_are_told_and_the_rest_counted()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        await using var host = await StartAsync(receiver);
        await RunAsync(host);
        await AddAsync(host, receiver);
        await RunAsync(host, [.. Enumerable.Range(0, WebhookBody.MostEvents + 7).Select(string?[] (number) => [$"r{number:D5}", "Room", "false"])]);

        await host.Get<WebhookService>().DeliverAsync(Token);

        var changes = JsonNode.Parse(receiver.Messages.Single().Body)!["changes"]!;
        changes["events"]!.AsArray().Count.ShouldBe(WebhookBody.MostEvents);
        changes["leftOut"]!.GetValue<long>().ShouldBe(7);
        changes["counts"]!["space.added"]!.GetValue<long>().ShouldBe(WebhookBody.MostEvents + 7);
    }

    [Fact]
    public async Task A_receiver_that_fails_is_told_again_later_under_the_same_id()
    {
        await using var receiver = await WebhookReceiver.StartAsync(Answers(500, 200));
        await using var host = await StartAsync(receiver);
        await AddAsync(host, receiver);
        await RunAsync(host);

        (await host.Get<WebhookService>().DeliverAsync(Token)).ShouldBe((0, 1));
        (await host.Get<WebhookService>().DeliverAsync(Token)).ShouldBe((0, 0), "its time has not come");
        var waiting = await DeliveryAsync(host);
        host.Clock.Advance(WebhookRetries.Waits[0] * 1.2);
        (await host.Get<WebhookService>().DeliverAsync(Token)).ShouldBe((1, 0));

        (waiting.State, waiting.Attempts, waiting.LastStatus, waiting.LastProblem).ShouldBe((WebhookDeliveryState.Waiting, 1, 500, "The receiver answered 500."));
        receiver.Messages.Select(message => message.Id).Distinct().Count().ShouldBe(1);
        receiver.Messages[0].Body.ShouldBe(receiver.Messages[1].Body);
        var done = await DeliveryAsync(host);
        (done.State, done.Attempts, done.LastStatus, done.LastProblem, done.NextAttemptAt).ShouldBe((WebhookDeliveryState.Delivered, 2, 200, null, null));
    }

    [Fact]
    public async Task After_the_last_attempt_it_is_given_up_and_a_receiver_that_is_gone_at_once()
    {
        await using var failing = await WebhookReceiver.StartAsync(Answers(503));
        await using var gone = await WebhookReceiver.StartAsync(Answers(410));
        await using var host = await StartAsync(failing, gone);
        await AddAsync(host, failing, "failing");
        await AddAsync(host, gone, "gone");
        await RunAsync(host);

        for (var attempt = 0; attempt < WebhookRetries.Attempts + 2; attempt++)
        {
            await host.Get<WebhookService>().DeliverAsync(Token);
            host.Clock.Advance(TimeSpan.FromDays(1));
        }

        failing.Messages.Count.ShouldBe(WebhookRetries.Attempts);
        gone.Messages.Count.ShouldBe(1);
        (await host.Get<WebhookService>().DeliveriesAsync(Connector, null, 10, Token)).ShouldAllBe(delivery => delivery.State == WebhookDeliveryState.GivenUp);
        (await host.Get<WebhookService>().ListAsync(Connector, Token)).ShouldAllBe(webhook => webhook.GivenUp == 1 && webhook.Waiting == 0);
    }

    [Fact]
    public void Waits_grow_over_about_a_day_and_are_spread()
    {
        WebhookRetries.Attempts.ShouldBe(8);
        WebhookRetries.Waits.Aggregate((one, other) => one + other).ShouldBeInRange(TimeSpan.FromHours(20), TimeSpan.FromHours(28));
        WebhookRetries.Waits.ShouldBeInOrder();
        new WebhookRetries(() => 0).After(1).ShouldBe(WebhookRetries.Waits[0] * 0.8);
        new WebhookRetries(() => 1).After(7).ShouldBe(WebhookRetries.Waits[6] * 1.2);
        new WebhookRetries(() => 0).After(8).ShouldBeNull();
    }

    [Fact]
    public async Task A_receiver_that_hangs_is_left_after_its_time()
    {
        await using var receiver = await WebhookReceiver.StartAsync((_, context) => WebhookReceiver.HangAsync(context));
        await using var host = await StartAsync(receiver);
        await AddAsync(host, receiver);
        await RunAsync(host);

        var delivering = host.Get<WebhookService>().DeliverAsync(Token);
        await receiver.Begun.WaitAsync(Token);
        host.Clock.Advance(WebhookSender.Patience);

        (await delivering).ShouldBe((0, 1));
        (await DeliveryAsync(host)).LastProblem.ShouldBe("The receiver did not answer within 15 seconds.");
    }

    [Fact]
    public async Task A_receiver_that_hangs_holds_up_no_other()
    {
        await using var hanging = await WebhookReceiver.StartAsync((_, context) => WebhookReceiver.HangAsync(context));
        await using var good = await WebhookReceiver.StartAsync();
        await using var host = await StartAsync(hanging, good);
        await AddAsync(host, hanging, "first");
        await AddAsync(host, good, "second");
        await RunAsync(host);

        var delivering = host.Get<WebhookService>().DeliverAsync(Token);
        await hanging.Begun.WaitAsync(Token);

        // The other's answer comes while the first one still hangs.
        while ((await host.Get<WebhookService>().DeliveriesAsync(Connector, "second", 1, Token)).Single().State is WebhookDeliveryState.Waiting)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, Token);
        }

        delivering.IsCompleted.ShouldBeFalse();
        host.Clock.Advance(WebhookSender.Patience);

        (await delivering).ShouldBe((1, 1));
    }

    [Fact]
    public async Task A_redirect_is_not_followed()
    {
        await using var inside = await WebhookReceiver.StartAsync();
        await using var receiver = await WebhookReceiver.StartAsync((_, context) =>
        {
            context.Response.Redirect(inside.Address.AbsoluteUri);

            return Task.CompletedTask;
        });
        await using var host = await StartAsync(receiver, inside);
        await AddAsync(host, receiver);
        await RunAsync(host);

        (await host.Get<WebhookService>().DeliverAsync(Token)).ShouldBe((0, 1));

        inside.Messages.ShouldBeEmpty();
        (await DeliveryAsync(host)).LastProblem.ShouldNotBeNull().ShouldContain("302: it sends elsewhere, which is not followed");
    }

    [Theory]
    [InlineData("http://receiver.example/hook", "https only")]
    [InlineData("https://127.0.0.1/hook", "private, loopback or link-local")]
    [InlineData("https://[::1]/hook", "private, loopback or link-local")]
    [InlineData("https://10.1.2.3/hook", "private, loopback or link-local")]
    [InlineData("https://169.254.169.254/latest/meta-data", "private, loopback or link-local")]
    [InlineData("https://224.0.0.1/hook", "private, loopback or link-local")]
    [InlineData("https://0.0.0.0/hook", "private, loopback or link-local")]
    [InlineData("https://me:word@receiver.example/hook", "neither a user name")]
    [InlineData("ftp://receiver.example/hook", "Only http and https")]
    [InlineData("receiver", "no address")]
    public async Task Addresses_that_may_not_be_called_are_refused_when_they_are_given(string address, string why)
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        await using var host = await StartAsync(receiver);

        var refusal = await Should.ThrowAsync<HostException>(() => host.Get<WebhookService>().AddAsync(Connector, Hook, address, null, Token));

        refusal.Problem.ShouldBe(HostProblem.Invalid);
        refusal.Message.ShouldContain(why);
    }

    [Fact]
    public async Task A_name_that_leads_into_the_house_is_refused_when_it_is_called()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        await using var host = await StartAsync();
        await host.Get<WebhookService>().AddAsync(Connector, Hook, $"https://localhost:{receiver.Address.Port}/hook", null, Token);
        await RunAsync(host);

        (await host.Get<WebhookService>().DeliverAsync(Token)).ShouldBe((0, 1));

        receiver.Messages.ShouldBeEmpty();
        (await DeliveryAsync(host)).LastProblem.ShouldNotBeNull().ShouldContain("leads to a private, loopback or link-local address");
        (await host.Get<WebhookService>().TestAsync(Connector, Hook, Token)).Problem.ShouldNotBeNull().ShouldContain("link-local");
    }

    [Theory]
    [InlineData("UPDATE Webhooks SET ProtectedTarget = (SELECT other.ProtectedTarget FROM Webhooks other WHERE other.Name = 'other') WHERE Name = 'hook'")]
    [InlineData("UPDATE Webhooks SET ProtectedTarget = substr(ProtectedTarget, 1, 90) || CASE substr(ProtectedTarget, 91, 1) WHEN 'A' THEN 'B' ELSE 'A' END || substr(ProtectedTarget, 92) WHERE Name = 'hook'")]
    [InlineData("UPDATE Webhooks SET ProtectedTarget = 'nonsense' WHERE Name = 'hook'")]
    [InlineData("UPDATE Webhooks SET Host = 'https://good.example' WHERE Name = 'hook'")]
    [InlineData("UPDATE Webhooks SET ConnectorId = 2 WHERE Name = 'hook'")]
    [InlineData("UPDATE WebhookDeliveries SET RunId = 99 WHERE WebhookId = 1")]
    [InlineData("UPDATE WebhookDeliveries SET RunId = 2 WHERE WebhookId = 1")]
    [InlineData("UPDATE WebhookDeliveries SET Event = 'run.failed' WHERE WebhookId = 1")]
    public async Task Whatever_is_altered_in_the_store_is_noticed_and_nothing_is_sent(string tampering)
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        await using var host = await StartAsync(receiver);
        await host.AddConnectorAsync("Away", null, Token);
        await AddAsync(host, receiver);
        await AddAsync(host, receiver, "other");
        await RunAsync(host);
        await host.RunAsync("Away", Token);
        await host.Get<WebhookService>().EnableAsync(Connector, "other", isEnabled: false, Token);
        await host.Writer.WriteAsync(write => write.Execute(TestSql.For(host.Get<HostStore>(), tampering)), Token);

        (await host.Get<WebhookService>().DeliverAsync(Token)).ShouldBe((0, 1));

        receiver.Messages.ShouldBeEmpty();
        await using var database = await host.DatabaseAsync(Token);
        var delivery = await database.WebhookDeliveries.SingleAsync(entity => entity.WebhookId == 1, Token);
        delivery.State.ShouldBe(WebhookDeliveryState.GivenUp);
        delivery.LastProblem.ShouldNotBeNull().ShouldContain("was altered in the store");
    }

    [Fact]
    public async Task What_a_dead_process_had_taken_is_sent_again_under_the_same_id()
    {
        await using var receiver = await WebhookReceiver.StartAsync((number, context) => number == 1 ? WebhookReceiver.HangAsync(context) : Task.CompletedTask);
        await using var host = await StartAsync(receiver);
        await AddAsync(host, receiver);
        await RunAsync(host);
        using CancellationTokenSource killed = new();

        await using (var dying = host.Another(new OrchardOpener(_ledger)))
        {
            var delivering = dying.Get<WebhookService>().DeliverAsync(killed.Token);
            await receiver.Begun.WaitAsync(Token);
            await killed.CancelAsync();
            await Should.ThrowAsync<OperationCanceledException>(delivering);
        }

        var taken = await DeliveryAsync(host);
        (await host.Get<WebhookService>().DeliverAsync(Token)).ShouldBe((0, 0), "it still belongs to the one that died");
        host.Clock.Advance(WebhookDeliveries.Lease);
        (await host.Get<WebhookService>().DeliverAsync(Token)).ShouldBe((1, 0));

        (taken.State, taken.Attempts).ShouldBe((WebhookDeliveryState.Waiting, 1));
        receiver.Messages.Count.ShouldBe(2);
        receiver.Messages[0].Id.ShouldBe(receiver.Messages[1].Id);
    }

    [Fact]
    public async Task Three_processes_deliver_nothing_twice()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        await using var host = await StartAsync(receiver);
        await using var second = host.Another(new OrchardOpener(_ledger));
        await using var third = host.Another(new OrchardOpener(_ledger));

        for (var number = 0; number < 24; number++)
        {
            await AddAsync(host, receiver, $"hook {number}");
        }

        await RunAsync(host);

        var results = await Task.WhenAll(new[] { host, second, third }.Select(process => Task.Run(() => process.Get<WebhookService>().DeliverAsync(Token), Token)));

        results.Sum(result => result.Delivered).ShouldBe(24);
        receiver.Messages.Select(message => message.Id).Distinct().Count().ShouldBe(24);
        receiver.Messages.Count.ShouldBe(24);
        (await host.Get<WebhookService>().DeliveriesAsync(Connector, null, 100, Token)).ShouldAllBe(delivery => delivery.State == WebhookDeliveryState.Delivered && delivery.Attempts == 1);
    }

    [Fact]
    public async Task Another_process_delivers_while_the_connector_is_written_where_several_may_write()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        await using var host = await StartAsync(receiver);
        await using var other = host.Another(new OrchardOpener(_ledger));
        await AddAsync(host, receiver);
        await RunAsync(host);
        var store = host.Get<HostStore>();
        await using var connection = await store.ConnectAsync(1024, Token);
        await using var writing = store.BeginWrite(connection, connectorId: 1);

        var delivering = Task.Run(() => other.Get<WebhookService>().DeliverAsync(Token), Token);

        if (store.Dialect.HasOneWriter)
        {
            await writing.RollbackAsync(Token);
        }

        (await delivering).ShouldBe((1, 0));
        receiver.Messages.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task A_failed_run_and_a_held_one_are_told_and_no_dry_one()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        await using var host = await StartAsync(receiver);
        await RunAsync(host, [.. Enumerable.Range(0, 20).Select(string?[] (number) => [$"r{number}", "Room", "false"])]);
        await AddAsync(host, receiver);

        await using (var database = await host.DatabaseAsync(Token))
        {
            await database.Connectors.ExecuteUpdateAsync(set => set.SetProperty(connector => connector.GuardJson, (string?)null), Token);
        }

        _ledger.Write(LedgerConnector.Rooms, ["r1", "Room", "false"]);
        var rehearsed = await host.Runs.QueueAsync(Connector, "test", isFull: false, isDryRun: true, Token);
        await host.Runs.ExecuteAsync(rehearsed.Id, Token);
        var held = await host.RunAsync(Connector, Token);
        _ledger.IsGone = true;
        var failed = await host.RunAsync(Connector, Token);

        await host.Get<WebhookService>().DeliverAsync(Token);

        (held.State, failed.State).ShouldBe((RunState.Held, RunState.Failed));
        receiver.Messages.Select(message => JsonNode.Parse(message.Body)!).OrderBy(told => told["run"]!["id"]!.GetValue<long>())
            .Select(told => $"{told["event"]} {told["run"]!["id"]} {told["run"]!["message"] is not null} {told["changes"] is null}")
            .ShouldBe([$"run.held {held.Id} True True", $"run.failed {failed.Id} True True"]);
    }

    [Fact]
    public async Task Runs_that_are_yet_to_be_told_keep_their_rows_whatever_retention_says()
    {
        await using var receiver = await WebhookReceiver.StartAsync(Answers(500, 200));
        await using var host = await StartAsync(receiver);
        await host.Get<RunRetention>().SetAsync(Connector, new() { Runs = 1 }, Token);
        await RunAsync(host, ["attic", "Attic", "false"]);
        await AddAsync(host, receiver);
        await RunAsync(host, ["attic", "Loft", "false"]);

        (await host.Get<WebhookService>().DeliverAsync(Token)).ShouldBe((0, 1));
        host.Clock.Advance(TimeSpan.FromHours(1));
        (await host.Get<WebhookService>().DeliverAsync(Token)).ShouldBe((1, 0));

        JsonNode.Parse(receiver.Messages[1].Body)!["changes"]!["counts"]!.ToJsonString().ShouldBe("""{"space.changed":1}""");
        (await host.Get<RunRetention>().PruneAsync(Connector, Token)).Pruned.ShouldBe([1]);
    }

    [Fact]
    public async Task A_webhook_is_tried_switched_off_and_removed_and_each_is_recorded()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        await using var host = await StartAsync(receiver);
        var service = host.Get<WebhookService>();
        await AddAsync(host, receiver);

        (await service.TestAsync(Connector, Hook, Token)).ShouldBe(new(200, null));
        JsonNode.Parse(receiver.Messages.Single().Body)!["event"]!.GetValue<string>().ShouldBe("webhook.test");
        await RunAsync(host);
        await service.EnableAsync(Connector, Hook, isEnabled: false, Token);
        await RunAsync(host);
        (await service.DeliverAsync(Token)).ShouldBe((0, 0));
        (await service.DeliveriesAsync(Connector, Hook, 10, Token)).Single().LastProblem.ShouldBe("The webhook was switched off.");
        (await Should.ThrowAsync<HostException>(() => service.AddAsync(Connector, "HOOK", receiver.Address.AbsoluteUri, null, Token))).Problem.ShouldBe(HostProblem.Conflict);
        await service.RemoveAsync(Connector, Hook, Token);

        (await service.ListAsync(Connector, Token)).ShouldBeEmpty();
        (await Should.ThrowAsync<HostException>(() => service.RemoveAsync(Connector, Hook, Token))).Problem.ShouldBe(HostProblem.NotFound);
        (await host.Get<AuditTrail>().ListAsync("webhook", 0, 10, Token)).Entries.Select(entry => entry.Action).ShouldBe(["webhook.removed", "webhook.disabled", "webhook.added"]);
    }

    [Theory]
    [InlineData("short")]
    [InlineData("whsec_no*base64*at*all")]
    public async Task A_secret_that_cannot_sign_is_refused(string secret)
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        await using var host = await StartAsync(receiver);

        var refusal = await Should.ThrowAsync<HostException>(() => host.Get<WebhookService>().AddAsync(Connector, Hook, receiver.Address.AbsoluteUri, secret, Token));

        refusal.Problem.ShouldBe(HostProblem.Invalid);
        refusal.Message.ShouldNotContain(secret);
    }

    [Fact]
    public void A_signature_is_that_of_standard_webhooks()
    {
        // The example of the specification's own libraries.
        WebhookSignature.Of("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "msg_p5jXN8AQM9LWM0D4loKWxJek", "1614265330", "{\"test\": 2432232314}"u8)
            .ShouldBe("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
    }

    [Fact]
    public async Task A_webhook_is_told_only_the_events_and_changes_that_it_is_to_be_told()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        await using var host = await StartAsync(receiver);
        var service = host.Get<WebhookService>();
        await service.AddAsync(Connector, "failures", receiver.Address.AbsoluteUri, null, new(["run.failed"], []), Token);
        await service.AddAsync(Connector, "archived", receiver.Address.AbsoluteUri, null, new([], ["space.archived"]), Token);
        await RunAsync(host, ["attic", "Attic", "false"]);
        await RunAsync(host, ["attic", "Attic", "true"], ["cellar", "Cellar", "false"]);

        await service.DeliverAsync(Token);

        (await service.DeliveriesAsync(Connector, "failures", 10, Token)).ShouldBeEmpty();
        var told = JsonNode.Parse(receiver.Messages.Single(message => Run(message) == 2).Body)!["changes"]!;
        told["counts"]!.ToJsonString().ShouldBe("""{"space.archived":1}""");
        told["events"]!.AsArray().Count.ShouldBe(1);
        told["feed"]!.GetValue<string>().ShouldEndWith("/api/connectors/1/feed?from=1&to=2&kind=space.archived");
        (await service.ListAsync(Connector, Token)).Single(webhook => webhook.Name == "failures").Filter.Events.ShouldBe(["run.failed"]);
    }

    [Theory]
    [InlineData("run.began", "")]
    [InlineData("", "account.promoted")]
    public async Task What_there_is_not_cannot_be_told(string name, string kind)
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        await using var host = await StartAsync(receiver);

        await Should.ThrowAsync<HostException>(() => host.Get<WebhookService>().AddAsync(Connector, Hook, receiver.Address.AbsoluteUri, null, new(name.Length > 0 ? [name] : [], kind.Length > 0 ? [kind] : []), Token));

        (await host.Get<WebhookService>().ListAsync(Connector, Token)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_webhook_that_is_changed_between_two_attempts_keeps_the_id_of_what_it_is_told()
    {
        await using var failing = await WebhookReceiver.StartAsync(Answers(500));
        await using var moved = await WebhookReceiver.StartAsync();
        await using var host = await StartAsync(failing, moved);
        var service = host.Get<WebhookService>();
        await AddAsync(host, failing);
        await RunAsync(host);
        await service.DeliverAsync(Token);

        await service.EditAsync(Connector, Hook, new() { Name = "moved", Url = moved.Address.AbsoluteUri }, Token);
        var secret = await service.RotateAsync(Connector, "moved", null, Token);
        host.Clock.Advance(WebhookRetries.Waits[0] * 1.2);
        (await service.DeliverAsync(Token)).ShouldBe((1, 0));

        var message = moved.Messages.ShouldHaveSingleItem();
        message.Id.ShouldBe(failing.Messages.ShouldHaveSingleItem().Id);
        message.Headers["webhook-signature"].ShouldBe(Signature(secret.ShouldNotBeNull(), message));
        (await service.ListAsync(Connector, Token)).ShouldHaveSingleItem().Host.ShouldBe(moved.Origin);
        (await host.Get<AuditTrail>().ListAsync("webhook", 0, 10, Token)).Entries.ShouldAllBe(entry => !(entry.Detail ?? "").Contains(secret));
    }

    [Fact]
    public async Task Only_what_has_ended_of_a_webhook_that_is_on_is_delivered_again()
    {
        await using var receiver = await WebhookReceiver.StartAsync(Answers(500, 200));
        await using var host = await StartAsync(receiver);
        var service = host.Get<WebhookService>();
        await AddAsync(host, receiver);
        await RunAsync(host);
        var delivery = await DeliveryAsync(host);

        (await Should.ThrowAsync<HostException>(() => service.RedeliverAsync(Connector, delivery.Id, Token))).Problem.ShouldBe(HostProblem.Conflict);
        (await Should.ThrowAsync<HostException>(() => service.RedeliverAsync(Connector, 99, Token))).Problem.ShouldBe(HostProblem.NotFound);
        await service.EnableAsync(Connector, Hook, isEnabled: false, Token);
        (await Should.ThrowAsync<HostException>(() => service.RedeliverAsync(Connector, delivery.Id, Token))).Message.ShouldContain("switched off");
    }

    private static Func<int, HttpContext, Task> Answers(params int[] statuses) => (number, context) =>
    {
        context.Response.StatusCode = statuses[Math.Min(number, statuses.Length) - 1];

        return Task.CompletedTask;
    };

    private static long Run(WebhookMessage message) => JsonNode.Parse(message.Body)!["run"]!["id"]!.GetValue<long>();

    private static string Signature(string secret, WebhookMessage message)
    {
        byte[] signed = [.. Encoding.UTF8.GetBytes($"{message.Headers["webhook-id"]}.{message.Headers["webhook-timestamp"]}."), .. message.Body];

        return "v1," + Convert.ToBase64String(HMACSHA256.HashData(Convert.FromBase64String(secret["whsec_".Length..]), signed));
    }

    private static Task<NewWebhook> AddAsync(TestHost host, WebhookReceiver receiver, string name = Hook) =>
        host.Get<WebhookService>().AddAsync(Connector, name, receiver.Address.AbsoluteUri, "a secret to sign with", Token);

    private static async Task<WebhookDeliveryView> DeliveryAsync(TestHost host) => (await host.Get<WebhookService>().DeliveriesAsync(Connector, Hook, 1, Token)).Single();

    private async Task<TestHost> StartAsync(params WebhookReceiver[] allowed)
    {
        OrchardOpener opener = new(_ledger);
        var host = await TestHost.StartAsync(
            opener,
            options => options with { AllowedOrigins = [.. allowed.Select(receiver => receiver.Origin)] },
            services => services.AddSingleton<IConnectorOpener>(opener),
            Token);
        await host.AddConnectorAsync(Connector, null, Token);
        await using var database = await host.DatabaseAsync(Token);
        await database.Connectors.ExecuteUpdateAsync(set => set.SetProperty(connector => connector.GuardJson, LedgerConnector.NoGuard), Token);

        return host;
    }

    private async Task RunAsync(TestHost host, params string?[][] rooms)
    {
        _ledger.Write(LedgerConnector.Rooms, rooms);
        var run = await host.RunAsync(Connector, Token);
        run.State.ShouldBe(RunState.Published, run.Message);
    }
}
