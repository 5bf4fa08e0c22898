using System.Globalization;
using Host.Sample.Access;
using Host.Sample.Database;
using Host.Sample.Inventory;
using Microsoft.EntityFrameworkCore;

namespace Host.Sample.Runs.Guard;

/// <summary>The door to when the change guard holds a connector's runs.</summary>
public sealed class GuardRules(IDbContextFactory<HostDatabase> databases, StoreWriter writer, CurrentActor current, AuditTrail audit)
{
    /// <summary>The settings of a connector.</summary>
    /// <exception cref="HostException"><see cref="HostProblem.NotFound"/>.</exception>
    public async Task<GuardSettings> GetAsync(string connector, CancellationToken cancellationToken)
    {
        await using var database = await databases.CreateDbContextAsync(cancellationToken);

        return GuardSettings.Of(ConnectorLookup.Find(database, connector));
    }

    /// <summary>Changes what is given and leaves the rest.</summary>
    /// <param name="connector">The connector's name or number.</param>
    /// <param name="isOn">Whether it holds runs at all; null: as it was.</param>
    /// <param name="share">The share in percent for everything; null: as it was.</param>
    /// <param name="streams">Streams with a share of their own, or null for streams that are not judged; those not named stay as they were.</param>
    /// <param name="usual">Streams that have no share of their own any more.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <exception cref="HostException"><see cref="HostProblem.NotFound"/>; <see cref="HostProblem.Invalid"/>: a share that is none, or a stream that was never collected.</exception>
    public async Task<GuardSettings> ChangeAsync(string connector, bool? isOn, int? share, IReadOnlyDictionary<string, int?> streams, IReadOnlyCollection<string> usual, CancellationToken cancellationToken)
    {
        current.Require(AccessRole.Administrator);

        foreach (var given in streams.Values.Append(share).OfType<int>().Where(given => given is < 0 or > 100))
        {
            throw new HostException(HostProblem.Invalid, string.Create(CultureInfo.InvariantCulture, $"{given} is no share in percent."), "Give a whole number from 0, which holds every fall, to 100, which holds only what is empty.");
        }

        return await writer.WriteAsync(
            write =>
            {
                var owner = ConnectorLookup.Find(write.Database, connector);
                var known = write.Database.InventoryTables.Where(table => table.PluginId == owner.PluginId).Select(table => table.StreamId).ToList();

                if (streams.Keys.FirstOrDefault(stream => !known.Contains(stream)) is { } unknown)
                {
                    throw new HostException(
                        HostProblem.Invalid,
                        $"The connector '{owner.Name}' has collected no stream '{unknown}'.",
                        known.Count == 0 ? "Run it once; then its streams have a share of their own." : $"Name one of: {string.Join(", ", known.Order(StringComparer.Ordinal))}.");
                }

                var before = GuardSettings.Of(owner);
                Dictionary<string, int?> merged = new(before.Streams, StringComparer.Ordinal);

                foreach (var (stream, own) in streams)
                {
                    merged[stream] = own;
                }

                foreach (var stream in usual)
                {
                    merged.Remove(stream);
                }

                var after = before with { IsOn = isOn ?? before.IsOn, SharePercent = share ?? before.SharePercent, Streams = merged };
                write.Database.Connectors.Where(entity => entity.Id == owner.Id).ExecuteUpdate(set => set.SetProperty(entity => entity.GuardJson, after.ToJson()));
                audit.Add(write.Database, "connector.guard_changed", owner.Name, after.ToJson());
                write.Database.SaveChanges();

                return after;
            },
            cancellationToken);
    }
}
