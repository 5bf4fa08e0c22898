using Host.Sample.Access;
using Host.Sample.Database;
using Host.Sample.Inventory;
using Microsoft.EntityFrameworkCore;

namespace Host.Sample.Webhooks;

/// <summary>The door to webhooks, for administrators.</summary>
public sealed class WebhookService(
    IDbContextFactory<HostDatabase> databases, StoreWriter writer, WebhookTargets targets, WebhookSender sender, WebhookDeliveries deliveries, CurrentActor current, AuditTrail audit, TimeProvider clock)
{
    private const int MostNameCharacters = 60;
    private const int MostUrlCharacters = 2000;

    /// <summary>The webhooks of a connector, by name.</summary>
    /// <exception cref="HostException"><see cref="HostProblem.NotAllowed"/>, <see cref="HostProblem.NotFound"/>.</exception>
    public async Task<IReadOnlyList<WebhookView>> ListAsync(string connector, CancellationToken cancellationToken)
    {
        current.Require(AccessRole.Administrator);
        await using var database = await databases.CreateDbContextAsync(cancellationToken);
        var owner = ConnectorLookup.Find(database, connector);
        var webhooks = await database.Webhooks.AsNoTracking().Where(webhook => webhook.ConnectorId == owner.Id).OrderBy(webhook => webhook.Name).ToListAsync(cancellationToken);
        List<WebhookView> views = [];

        foreach (var webhook in webhooks)
        {
            var ofWebhook = database.WebhookDeliveries.Where(delivery => delivery.WebhookId == webhook.Id);
            views.Add(Opened(webhook, WebhookView.Of(
                webhook,
                await ofWebhook.CountAsync(delivery => delivery.State == WebhookDeliveryState.Waiting, cancellationToken),
                await ofWebhook.CountAsync(delivery => delivery.State == WebhookDeliveryState.GivenUp, cancellationToken))));
        }

        return views;
    }

    /// <summary>Makes a webhook that is told everything.</summary>
    /// <inheritdoc cref="AddAsync(string, string, string, string?, WebhookFilter, CancellationToken)"/>
    public Task<NewWebhook> AddAsync(string connector, string name, string url, string? secret, CancellationToken cancellationToken) =>
        AddAsync(connector, name, url, secret, WebhookFilter.Everything, cancellationToken);

    /// <summary>Makes a webhook.</summary>
    /// <param name="connector">Name or id.</param>
    /// <param name="name">Unique for the connector.</param>
    /// <param name="url">Where to: https, or an origin that this host was started to allow.</param>
    /// <param name="secret">What signs; null: the host makes one.</param>
    /// <param name="filter">What it is told.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <exception cref="HostException"><see cref="HostProblem.NotAllowed"/>, <see cref="HostProblem.NotFound"/>, <see cref="HostProblem.Invalid"/>, <see cref="HostProblem.Conflict"/>.</exception>
    public async Task<NewWebhook> AddAsync(string connector, string name, string url, string? secret, WebhookFilter filter, CancellationToken cancellationToken)
    {
        current.Require(AccessRole.Administrator);
        filter.Check();
        var trimmed = NameOf(name);
        var address = Address(url);
        var signing = Signing(secret);
        var added = await writer.WriteAsync(
            write =>
            {
                var owner = ConnectorLookup.Find(write.Database, connector);

                RequireFree(write.Database, owner, trimmed);
                WebhookTarget target = new(owner.Id, address, signing) { Filter = filter };
                Webhook webhook = new() { ConnectorId = owner.Id, Name = trimmed, ProtectedTarget = "", Host = target.Host, CreatedBy = current.Name, CreatedAt = clock.GetUtcNow() };
                write.Database.Webhooks.Add(webhook);
                write.Database.SaveChanges();

                // Its number is known only now.
                webhook.ProtectedTarget = targets.Protect(webhook.Id, target);
                audit.Add(write.Database, "webhook.added", owner.Name, $"{trimmed}, {target.Host}");
                write.Database.SaveChanges();

                return webhook;
            },
            cancellationToken);

        return new(WebhookView.Of(added, 0, 0) with { Filter = filter }, secret is null ? signing : null);
    }

    /// <summary>Changes name, address or what it is told. Its secret, and the ids of its messages, stay.</summary>
    /// <exception cref="HostException">As of adding one; <see cref="HostProblem.Invalid"/> also when the webhook was altered in the store.</exception>
    public Task EditAsync(string connector, string name, WebhookEdit edit, CancellationToken cancellationToken)
    {
        edit.Filter?.Check();
        var wanted = edit.Name is { } given ? NameOf(given) : null;
        var address = edit.Url is { } url ? Address(url) : null;

        return ChangeAsync(
            connector,
            name,
            "webhook.changed",
            (database, webhook) =>
            {
                if (wanted is not null && !string.Equals(wanted, webhook.Name, StringComparison.OrdinalIgnoreCase))
                {
                    RequireFree(database, database.Connectors.Single(owner => owner.Id == webhook.ConnectorId), wanted);
                }

                webhook.Name = wanted ?? webhook.Name;
                Retarget(webhook, target => target with { Url = address ?? target.Url, Filter = edit.Filter ?? target.Filter });
            },
            cancellationToken);
    }

    /// <summary>Gives a webhook another secret; what is sent from now on is signed with it.</summary>
    /// <param name="connector">Name or id.</param>
    /// <param name="name">The webhook.</param>
    /// <param name="secret">What signs; null: the host makes one.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <returns>The secret that the host has made, shown this once; null when it was given.</returns>
    /// <exception cref="HostException"><see cref="HostProblem.NotAllowed"/>, <see cref="HostProblem.NotFound"/>, <see cref="HostProblem.Invalid"/>.</exception>
    public async Task<string?> RotateAsync(string connector, string name, string? secret, CancellationToken cancellationToken)
    {
        var signing = Signing(secret);
        await ChangeAsync(connector, name, "webhook.secret_rotated", (_, webhook) => Retarget(webhook, target => target with { Secret = signing }), cancellationToken);

        return secret is null ? signing : null;
    }

    /// <summary>Sends once more what was delivered or given up, with all its attempts, under the same id.</summary>
    /// <exception cref="HostException"><see cref="HostProblem.NotAllowed"/>, <see cref="HostProblem.NotFound"/>; <see cref="HostProblem.Conflict"/>: it waits already, or its webhook is switched off.</exception>
    public Task RedeliverAsync(string connector, long deliveryId, CancellationToken cancellationToken)
    {
        current.Require(AccessRole.Administrator);

        return writer.WriteAsync(
            write =>
            {
                var owner = ConnectorLookup.Find(write.Database, connector);
                var found = (
                    from delivery in write.Database.WebhookDeliveries
                    join webhook in write.Database.Webhooks on delivery.WebhookId equals webhook.Id
                    where delivery.Id == deliveryId && webhook.ConnectorId == owner.Id
                    select new { Delivery = delivery, Webhook = webhook }).SingleOrDefault()
                    ?? throw new HostException(HostProblem.NotFound, $"The connector '{owner.Name}' has no delivery {deliveryId}.", "What became of a delivery is forgotten after thirty days.");

                if (found.Delivery.State is WebhookDeliveryState.Waiting)
                {
                    throw new HostException(HostProblem.Conflict, "This delivery waits for its next attempt already.", "Wait for it.");
                }

                if (!found.Webhook.IsEnabled)
                {
                    throw new HostException(HostProblem.Conflict, $"The webhook '{found.Webhook.Name}' is switched off and is told nothing.", "Switch it on first.");
                }

                (found.Delivery.State, found.Delivery.Attempts, found.Delivery.NextAttemptAt, found.Delivery.EndedAt) = (WebhookDeliveryState.Waiting, 0, clock.GetUtcNow(), null);
                audit.Add(write.Database, "webhook.redelivered", owner.Name, $"{found.Webhook.Name}, {found.Delivery.Event} of run {found.Delivery.RunId}");
                write.Database.SaveChanges();
            },
            cancellationToken);
    }

    /// <summary>Takes a webhook away, with what it was yet to be told.</summary>
    /// <exception cref="HostException"><see cref="HostProblem.NotAllowed"/>, <see cref="HostProblem.NotFound"/>.</exception>
    public Task RemoveAsync(string connector, string name, CancellationToken cancellationToken) => ChangeAsync(
        connector,
        name,
        "webhook.removed",
        static (database, webhook) => database.Webhooks.Remove(webhook),
        cancellationToken);

    /// <summary>Lets a webhook be told of runs, or not. What a webhook that is switched off was yet to be told is given up.</summary>
    /// <exception cref="HostException"><see cref="HostProblem.NotAllowed"/>, <see cref="HostProblem.NotFound"/>.</exception>
    public Task EnableAsync(string connector, string name, bool isEnabled, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();

        return ChangeAsync(
            connector,
            name,
            isEnabled ? "webhook.enabled" : "webhook.disabled",
            (database, webhook) =>
            {
                webhook.IsEnabled = isEnabled;

                if (!isEnabled)
                {
                    database.WebhookDeliveries.Where(delivery => delivery.WebhookId == webhook.Id && delivery.State == WebhookDeliveryState.Waiting).ExecuteUpdate(set => set
                        .SetProperty(delivery => delivery.State, WebhookDeliveryState.GivenUp)
                        .SetProperty(delivery => delivery.NextAttemptAt, (DateTimeOffset?)null)
                        .SetProperty(delivery => delivery.EndedAt, now)
                        .SetProperty(delivery => delivery.LastProblem, "The webhook was switched off."));
                }
            },
            cancellationToken);
    }

    /// <summary>Sends a message of the event <see cref="WebhookEvent.Test"/> now and tells what the receiver says; nothing is tried again.</summary>
    /// <exception cref="HostException"><see cref="HostProblem.NotAllowed"/>, <see cref="HostProblem.NotFound"/>; <see cref="HostProblem.Invalid"/>: the webhook was altered in the store.</exception>
    public async Task<WebhookAnswer> TestAsync(string connector, string name, CancellationToken cancellationToken)
    {
        current.Require(AccessRole.Administrator);
        await using var database = await databases.CreateDbContextAsync(cancellationToken);
        var owner = ConnectorLookup.Find(database, connector);
        var target = targets.Open(Find(database, owner, name));

        return await sender.SendAsync(target, $"test_{Guid.NewGuid():N}", WebhookBody.OfTest(owner, clock.GetUtcNow()), cancellationToken);
    }

    /// <summary>What a connector's webhooks were told and are to be told, the latest first.</summary>
    /// <param name="connector">Name or id.</param>
    /// <param name="name">Of this webhook only; null: of all.</param>
    /// <param name="take">How many at most.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="HostException"><see cref="HostProblem.NotAllowed"/>, <see cref="HostProblem.NotFound"/>.</exception>
    public async Task<IReadOnlyList<WebhookDeliveryView>> DeliveriesAsync(string connector, string? name, int take, CancellationToken cancellationToken)
    {
        current.Require(AccessRole.Administrator);
        await using var database = await databases.CreateDbContextAsync(cancellationToken);
        var owner = ConnectorLookup.Find(database, connector);
        var only = name is null ? null : Find(database, owner, name);

        return await (
            from delivery in database.WebhookDeliveries
            join webhook in database.Webhooks on delivery.WebhookId equals webhook.Id
            where webhook.ConnectorId == owner.Id && (only == null || webhook.Id == only.Id)
            orderby delivery.Id descending
            select new WebhookDeliveryView(
                delivery.Id, webhook.Name, delivery.Event, delivery.RunId, delivery.State, delivery.Attempts, delivery.CreatedAt, delivery.NextAttemptAt, delivery.EndedAt, delivery.LastStatus, delivery.LastProblem))
            .Take(take).ToListAsync(cancellationToken);
    }

    /// <summary>Delivers now all that is due, of every connector, for those who run no server.</summary>
    /// <exception cref="HostException"><see cref="HostProblem.NotAllowed"/>, <see cref="HostProblem.StoreUnavailable"/>.</exception>
    public Task<(int Delivered, int Failed)> DeliverAsync(CancellationToken cancellationToken)
    {
        current.Require(AccessRole.Administrator);

        return deliveries.DeliverDueAsync(cancellationToken);
    }

    private static Webhook Find(HostDatabase database, Connector owner, string name) =>
        database.Webhooks.SingleOrDefault(webhook => webhook.ConnectorId == owner.Id && webhook.Name == name)
        ?? throw new HostException(HostProblem.NotFound, $"The connector '{owner.Name}' has no webhook '{name}'.", $"'webhooks list \"{owner.Name}\"' shows those that there are.");

    private static string NameOf(string name) => name.Trim() is { Length: > 0 and <= MostNameCharacters } trimmed && !trimmed.Any(char.IsControl)
        ? trimmed
        : throw new HostException(HostProblem.Invalid, "That is no name of a webhook.", $"Give it a name of 1 to {MostNameCharacters} characters.");

    private static string Signing(string? secret) => secret is null || WebhookSignature.IsSecret(secret)
        ? secret ?? WebhookSignature.NewSecret()
        : throw new HostException(HostProblem.Invalid, "That is no secret to sign with.", $"Give one of 16 to 500 characters, what follows '{WebhookSignature.Prefix}' in base64; or give none, then one is made and shown once.");

    private static void RequireFree(HostDatabase database, Connector owner, string name)
    {
        if (database.Webhooks.Any(other => other.ConnectorId == owner.Id && other.Name == name))
        {
            throw new HostException(HostProblem.Conflict, $"The connector '{owner.Name}' has a webhook '{name}' already.", "Choose another name, or remove that one first.");
        }
    }

    private WebhookView Opened(Webhook webhook, WebhookView view)
    {
        try
        {
            return view with { Filter = targets.Open(webhook).Filter ?? WebhookFilter.Everything };
        }
        catch (HostException exception)
        {
            return view with { Trouble = $"{exception.Message} {exception.Fix}" };
        }
    }

    // What a receiver drops repeats by stays the same, though the encrypted target becomes another one.
    private void Retarget(Webhook webhook, Func<WebhookTarget, WebhookTarget> change)
    {
        var before = targets.Open(webhook);
        var after = change(before with { Origin = before.Origin ?? webhook.ProtectedTarget });
        (webhook.ProtectedTarget, webhook.Host) = (targets.Protect(webhook.Id, after), after.Host);
    }

    private Uri Address(string url)
    {
        if (url.Length > MostUrlCharacters || !Uri.TryCreate(url, UriKind.Absolute, out var address))
        {
            throw new HostException(HostProblem.Invalid, "That is no address of a receiver.", "Give one such as https://receiver.example/hooks.");
        }

        return sender.Refusal(address) is { } refusal
            ? throw new HostException(
                HostProblem.Invalid, $"This host may not call that address. {refusal}", "Give an https address of the open internet, or start the host with --allow-origin for a receiver inside the house.")
            : address;
    }

    private Task ChangeAsync(string connector, string name, string action, Action<HostDatabase, Webhook> change, CancellationToken cancellationToken)
    {
        current.Require(AccessRole.Administrator);

        return writer.WriteAsync(
            write =>
            {
                var owner = ConnectorLookup.Find(write.Database, connector);
                var webhook = Find(write.Database, owner, name);
                change(write.Database, webhook);
                audit.Add(write.Database, action, owner.Name, webhook.Name);
                write.Database.SaveChanges();
            },
            cancellationToken);
    }
}
