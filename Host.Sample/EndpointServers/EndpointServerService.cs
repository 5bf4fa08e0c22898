using Host.Sample.Database;
using Microsoft.EntityFrameworkCore;

namespace Host.Sample.EndpointServers;

/// <summary>The machines that run connectors.</summary>
public sealed class EndpointServerService(IDbContextFactory<HostDatabase> databases, HostOptions options, TimeProvider clock)
{
    private const int MostCharacters = 100;

    public async Task<IReadOnlyList<EndpointServerView>> ListAsync(CancellationToken cancellationToken)
    {
        await using var database = await databases.CreateDbContextAsync(cancellationToken);
        var servers = await database.EndpointServers.AsNoTracking().OrderBy(server => server.Name).ToListAsync(cancellationToken);

        return [.. servers.Select(View)];
    }

    /// <exception cref="HostException"><see cref="HostProblem.NotFound"/>.</exception>
    public async Task<EndpointServerView> GetAsync(string name, CancellationToken cancellationToken)
    {
        await using var database = await databases.CreateDbContextAsync(cancellationToken);

        return View(await FindAsync(database, name, cancellationToken));
    }

    /// <summary>The server of that name, made when there is none.</summary>
    /// <exception cref="HostException"><see cref="HostProblem.Invalid"/>: not a name.</exception>
    public async Task<EndpointServerView> EnsureAsync(string name, CancellationToken cancellationToken)
    {
        var trimmed = name.Trim();

        if (trimmed.Length is 0 or > MostCharacters || trimmed.Any(char.IsControl))
        {
            throw new HostException(HostProblem.Invalid, "That is no name for an endpoint server.", $"Give it a name of 1 to {MostCharacters} characters on one line.");
        }

        await using var database = await databases.CreateDbContextAsync(cancellationToken);

        if (await database.EndpointServers.SingleOrDefaultAsync(server => server.Name == trimmed, cancellationToken) is { } known)
        {
            return View(known);
        }

        var made = new EndpointServer { Name = trimmed, CreatedAt = clock.GetUtcNow() };
        database.EndpointServers.Add(made);

        try
        {
            await database.SaveChangesAsync(cancellationToken);

            return View(made);
        }
        catch (DbUpdateException)
        {
            // Another process has made it in between; anything else shows when it is looked for.
            return await GetAsync(trimmed, cancellationToken);
        }
    }

    /// <summary>As <see cref="SeenAsync"/>, for a name that must be known: only a store without any server gets its first one. A mistyped name makes none.</summary>
    /// <exception cref="HostException"><see cref="HostProblem.NotFound"/>.</exception>
    public async Task JoinAsync(CancellationToken cancellationToken)
    {
        await using var database = await databases.CreateDbContextAsync(cancellationToken);

        if (await database.EndpointServers.AnyAsync(cancellationToken))
        {
            await FindAsync(database, options.EndpointServer, cancellationToken);
        }

        await SeenAsync(cancellationToken);
    }

    /// <summary>Notes that this process is alive under its name; the name is made known when it is not yet.</summary>
    public async Task<EndpointServerView> SeenAsync(CancellationToken cancellationToken)
    {
        var server = await EnsureAsync(options.EndpointServer, cancellationToken);
        var now = clock.GetUtcNow();
        await using var database = await databases.CreateDbContextAsync(cancellationToken);
        await database.EndpointServers.Where(entity => entity.Id == server.Id).ExecuteUpdateAsync(set => set.SetProperty(entity => entity.LastSeenAt, now), cancellationToken);

        return server;
    }

    internal static async Task<EndpointServer> FindAsync(HostDatabase database, string name, CancellationToken cancellationToken) =>
        await database.EndpointServers.SingleOrDefaultAsync(server => server.Name == name, cancellationToken)
        ?? throw new HostException(
            HostProblem.NotFound, $"There is no endpoint server '{Plugins.PluginWords.OneLine(name)}'.", "See 'endpoint-servers list' for those that are there; one appears when a host first serves under its name.");

    private EndpointServerView View(EndpointServer server) =>
        new(server.Id, server.Name, server.CreatedAt, server.LastSeenAt, string.Equals(server.Name, options.EndpointServer, StringComparison.OrdinalIgnoreCase));
}
