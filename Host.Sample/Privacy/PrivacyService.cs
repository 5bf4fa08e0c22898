using System.Text.Json;
using Host.Sample.Access;
using Host.Sample.Database;
using Host.Sample.Inventory;
using Microsoft.EntityFrameworkCore;

namespace Host.Sample.Privacy;

/// <summary>The door to what a connector stores of people.</summary>
public sealed class PrivacyService(IDbContextFactory<HostDatabase> databases, StoreWriter writer, CurrentActor current, AuditTrail audit)
{
    /// <exception cref="HostException"><see cref="HostProblem.NotFound"/>.</exception>
    public async Task<PrivacyChoice> GetAsync(string connector, CancellationToken cancellationToken)
    {
        await using var database = await databases.CreateDbContextAsync(cancellationToken);

        return PrivacyChoice.Of(ConnectorLookup.Find(database, connector));
    }

    /// <summary>Changes what is stored from the next run on. What earlier runs have stored stays until their versions are pruned.</summary>
    /// <param name="connector">Name or number.</param>
    /// <param name="email">What becomes of e-mail addresses; null: as before.</param>
    /// <param name="name">What becomes of all else that names a person; null: as before.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="HostException"><see cref="HostProblem.NotFound"/>; <see cref="HostProblem.NotAllowed"/>; <see cref="HostProblem.Conflict"/> while the connector runs: a run stores by one choice.</exception>
    public async Task<PrivacyChoice> ChooseAsync(string connector, PersonalDataTreatment? email, PersonalDataTreatment? name, CancellationToken cancellationToken)
    {
        current.Require(AccessRole.Administrator);

        return await writer.WriteAsync(
            write =>
            {
                var owner = ConnectorLookup.Find(write.Database, connector);
                var before = PrivacyChoice.Of(owner);
                var chosen = new PrivacyChoice(email ?? before.Email, name ?? before.Name);
                RequireIdle(write.Database, owner);
                owner.PrivacyJson = chosen == PrivacyChoice.Usual ? null : JsonSerializer.Serialize(chosen);
                audit.Add(write.Database, "connector.privacy", owner.Name, $"e-mail {Word(chosen.Email)}, names {Word(chosen.Name)}");
                write.Database.SaveChanges();

                return chosen;
            },
            cancellationToken);
    }

    internal static void RequireIdle(HostDatabase database, Connector owner)
    {
        if (database.Runs.Where(run => run.ConnectorId == owner.Id && (run.State == RunState.Queued || run.State == RunState.Running)).Select(run => (long?)run.Id).FirstOrDefault() is { } active)
        {
            throw new HostException(HostProblem.Conflict, $"The connector '{owner.Name}' is at work: run {active}.", $"Wait until run {active} has ended, or cancel it.");
        }
    }

    private static string Word(PersonalDataTreatment treatment) => treatment.ToString().ToLowerInvariant();
}
