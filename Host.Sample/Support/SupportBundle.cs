using System.IO.Compression;
using Host.Sample.Access;
using Host.Sample.Connectors;
using Host.Sample.Database;
using Host.Sample.Inventory;
using Host.Sample.Plugins;
using Microsoft.EntityFrameworkCore;
using Plugin.Abstractions;

namespace Host.Sample.Support;

/// <summary>Packs what somebody needs who is asked for help, and nothing that says whose it is. Works as far as it can also where the host does not.</summary>
public sealed class SupportBundle(
    IDbContextFactory<HostDatabase> databases,
    HostStore store,
    InventoryReader inventory,
    PluginCatalog catalog,
    ConnectorDescriptions descriptions,
    CurrentActor current,
    AuditTrail audit,
    HostOptions options,
    TimeProvider clock)
{
    private const int MostRuns = 20;

    /// <summary>Says what is wrong with a request before a byte is written.</summary>
    /// <exception cref="HostException"><see cref="HostProblem.NotAllowed"/>, <see cref="HostProblem.Usage"/>, <see cref="HostProblem.NotFound"/>.</exception>
    public async Task CheckAsync(SupportRequest request, CancellationToken cancellationToken)
    {
        current.Require(AccessRole.Administrator);

        if (request.Days is < 1 or > SupportRequest.MostDays)
        {
            throw new HostException(HostProblem.Usage, "That is no number of days for a log.", $"Give a number from 1 to {SupportRequest.MostDays}.");
        }

        if (request.Connector is { } connector)
        {
            // Looking must not make a store where there is none.
            if (!store.Exists)
            {
                throw new HostException(HostProblem.NotFound, $"There is no connector '{PluginWords.OneLine(connector)}': there is no store.", "Leave --connector away, or choose another data folder.");
            }

            await using var database = await databases.CreateDbContextAsync(cancellationToken);
            await ConnectorService.FindAsync(database, connector, cancellationToken);
        }
    }

    /// <summary>Writes the bundle, a zip.</summary>
    /// <param name="request">What goes into it.</param>
    /// <param name="into">Where to; need not be seekable.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="HostException">As of <see cref="CheckAsync"/>.</exception>
    public async Task WriteAsync(SupportRequest request, Stream into, CancellationToken cancellationToken)
    {
        current.Require(AccessRole.Administrator);
        CodeWords words = new();
        HashSet<string> identifiers = new(StringComparer.Ordinal);
        BundleRedaction redaction = new(words, identifiers);
        await using var archive = await ZipArchive.CreateAsync(into, ZipArchiveMode.Create, leaveOpen: true, entryNameEncoding: null, cancellationToken);
        BundleFile bundle = new(archive, redaction);
        await bundle.WriteTextAsync("README.txt", BundleReadme.Text, cancellationToken);
        var plugins = await LearnAsync(bundle, words, identifiers, cancellationToken);
        await bundle.AddAsync("host.json", () => Task.FromResult(HostFacts.OfHost(options, redaction, clock.GetUtcNow())), cancellationToken);
        await bundle.AddAsync("plugins.json", () => Task.FromResult<object>(catalog.List().Select(plugin => HostFacts.OfPlugin(plugin, redaction)).ToList()), cancellationToken);
        await AddStoreAsync(bundle, request, plugins, redaction, cancellationToken);
        await AddLogsAsync(bundle, new(redaction), clock.GetUtcNow().AddDays(-request.Days), cancellationToken);

        if (store.Exists)
        {
            await bundle.TryAsync("audit trail", () => audit.RecordAsync("support.bundled", "host", $"log of {request.Days} days", cancellationToken), cancellationToken);
        }

        await bundle.WriteProblemsAsync(cancellationToken);
    }

    private async Task<Dictionary<string, ConnectorDescription>> LearnAsync(BundleFile bundle, CodeWords words, HashSet<string> identifiers, CancellationToken cancellationToken)
    {
        Dictionary<string, ConnectorDescription> plugins = [];

        foreach (var type in new[] { typeof(SupportBundle), typeof(IConnector) })
        {
            await bundle.TryAsync("words of the host", () => Learn(Path.Combine(AppContext.BaseDirectory, $"{type.Assembly.GetName().Name}.dll")), cancellationToken);
        }

        foreach (var plugin in catalog.List().Where(plugin => plugin.Manifest is not null))
        {
            identifiers.UnionWith([plugin.Id, plugin.Version]);
            await bundle.TryAsync($"words of {plugin.Id}", () => Learn(Path.Combine(plugin.CodeFolder, plugin.Manifest!.EntryAssembly)), cancellationToken);
        }

        // A plugin that is loaded is held against the settings in the store, which would make one.
        foreach (var id in catalog.List().Where(plugin => plugin.IsAvailable && store.Exists).Select(plugin => plugin.Id).Distinct())
        {
            await bundle.TryAsync($"description of {id}", async () => plugins[id] = await descriptions.GetAsync(id, cancellationToken), cancellationToken);
        }

        identifiers.UnionWith(plugins.Values.SelectMany(NamesOf));

        return plugins;

        Task Learn(string file)
        {
            words.Add(file);

            return Task.CompletedTask;
        }
    }

    private static IEnumerable<string> NamesOf(ConnectorDescription description) =>
    [
        .. description.Settings.Select(setting => setting.Name),
        .. description.Scopes.Select(scope => scope.Name),
        .. description.Outcomes.Select(outcome => outcome.Id),
        .. description.Streams.SelectMany(stream => stream.Columns.Select(column => column.Name).Concat(stream.Methods).Append(stream.Id)),
    ];

    private async Task AddStoreAsync(BundleFile bundle, SupportRequest request, Dictionary<string, ConnectorDescription> plugins, BundleRedaction redaction, CancellationToken cancellationToken)
    {
        StoreFacts facts = new(store);

        if (!store.Exists)
        {
            await bundle.WriteAsync("store.json", new { Exists = false }, cancellationToken);

            return;
        }

        object? check = null;
        await bundle.TryAsync("store.json", async () => check = await store.DescribeAsync(cancellationToken), cancellationToken);
        await bundle.WriteAsync("store.json", new { Exists = true, Sizes = store.Sizes(), Check = check }, cancellationToken);
        List<Connector> connectors = [];
        await bundle.AddAsync(
            "connectors.json",
            async () =>
            {
                await using var database = await databases.CreateDbContextAsync(cancellationToken);
                var wanted = request.Connector is { } name ? await ConnectorService.FindAsync(database, name, cancellationToken) : null;
                connectors = await database.Connectors.AsNoTracking().Where(connector => wanted == null || connector.Id == wanted.Id).OrderBy(connector => connector.Id).ToListAsync(cancellationToken);
                var secrets = (await database.ConnectorSecrets.Select(secret => new { secret.ConnectorId, secret.Name }).ToListAsync(cancellationToken)).ToLookup(secret => secret.ConnectorId, secret => secret.Name);

                return connectors.ConvertAll(connector => ConnectorFacts.OfConnector(connector, [.. secrets[connector.Id]], plugins.GetValueOrDefault(connector.PluginId), redaction));
            },
            cancellationToken);
        await bundle.AddAsync("runs.json", () => RunsAsync(connectors, redaction, cancellationToken), cancellationToken);
        await bundle.AddAsync("shapes.json", () => ShapesAsync(bundle, facts, connectors, cancellationToken), cancellationToken);
    }

    private async Task<object> RunsAsync(List<Connector> connectors, BundleRedaction redaction, CancellationToken cancellationToken)
    {
        await using var database = await databases.CreateDbContextAsync(cancellationToken);
        List<object> runs = [];

        foreach (var connector in connectors)
        {
            var last = await database.Runs.AsNoTracking().Include(run => run.Streams).Where(run => run.ConnectorId == connector.Id).OrderByDescending(run => run.Id).Take(MostRuns).ToListAsync(cancellationToken);
            runs.AddRange(last.Select(run => ConnectorFacts.OfRun(run, redaction)));
        }

        return runs;
    }

    private async Task<object> ShapesAsync(BundleFile bundle, StoreFacts facts, List<Connector> connectors, CancellationToken cancellationToken)
    {
        List<object> shapes = [];

        foreach (var connector in connectors.Where(connector => connector.PublishedRunId is not null))
        {
            var source = await inventory.OpenAsync(connector.Name, default, cancellationToken);

            foreach (var schema in source.Schemas)
            {
                await bundle.TryAsync($"shape of {schema.Description.Id}", async () => shapes.Add(await facts.ShapeAsync(source, schema, cancellationToken)), cancellationToken);
            }
        }

        return shapes;
    }

    private async Task AddLogsAsync(BundleFile bundle, LogLines lines, DateTimeOffset since, CancellationToken cancellationToken)
    {
        var folder = new DirectoryInfo(Path.Combine(options.DataFolder, "logs"));

        foreach (var (number, file) in (folder.Exists ? folder.GetFiles("host-*.jsonl") : []).Where(file => file.LastWriteTimeUtc >= since.UtcDateTime).OrderBy(file => file.Name, StringComparer.Ordinal).Index())
        {
            await bundle.TryAsync(
                "logs",
                async () =>
                {
                    await using var entry = await bundle.OpenAsync($"logs/host-{number + 1}.jsonl", cancellationToken);
                    await lines.WriteAsync(file.FullName, since, entry, cancellationToken);
                },
                cancellationToken);
        }
    }
}
