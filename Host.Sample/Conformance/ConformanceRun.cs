using Host.Sample.Packages;
using Host.Sample.Plugins;
using Plugin.Abstractions;
using Plugin.Conformance;

namespace Host.Sample.Conformance;

/// <summary>Holds a plugin's folder against the contract and against what a host needs: loaded as a host loads it, against its own sandbox.</summary>
/// <remarks>Nothing of the plugin's may stay in a variable here: whether it can be unloaded is the last check.</remarks>
public sealed class ConformanceRun(HostOptions options, TimeProvider clock)
{
    private const int FewAccounts = 2_500;
    private const int ManyAccounts = 10_000;
    private const int MostHangs = 2;

    private static readonly TimeSpan CheckLimit = TimeSpan.FromMinutes(3);
    private static readonly string[] NeedNoService = ["description-stable", "description-complete"];

    private readonly List<ConformanceResult> _results = [];
    private Action<ConformanceResult> _tell = _ => { };
    private int _hangs;

    /// <param name="folder">The plugin's folder.</param>
    /// <param name="input">What is given besides.</param>
    /// <param name="tell">Told of each result as it comes.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<ConformanceReport> RunAsync(string folder, ConformanceInput input, Action<ConformanceResult> tell, CancellationToken cancellationToken)
    {
        _tell = tell;
        var work = Directory.CreateTempSubdirectory("conformance-").FullName;
        var plugin = PluginFolderReader.ReadStaged(folder);

        try
        {
            var own = options with { DataFolder = work, PluginsFolder = work };

            if (Package(plugin, own) is { } copy)
            {
                await LoadedAsync(copy, folder, input, cancellationToken);
            }
        }
        finally
        {
            PackageFolder.Remove(work);
        }

        return new($"{plugin.Id} {plugin.Version}".Trim(), _results);
    }

    private InstalledPlugin? Package(InstalledPlugin plugin, HostOptions own)
    {
        const string Id = "package-whole";
        const string Title = "The folder is a package that a host takes";
        var began = clock.GetTimestamp();

        if (!plugin.IsAvailable)
        {
            Add(Id, Title, [$"{plugin.Reason} {plugin.Fix}"], null, began);

            return null;
        }

        try
        {
            var verifier = new PackageVerifier(own, clock);
            var copy = new PluginCopies(own, verifier, clock).Take(plugin);
            Add(Id, Title, [], verifier.Verify(plugin.Folder).Trust.Note, began);

            return copy;
        }
        catch (PackageException refusal)
        {
            Add(Id, Title, [$"{refusal.Message} {refusal.Fix}"], null, began);

            return null;
        }
    }

    private async Task LoadedAsync(InstalledPlugin plugin, string folder, ConformanceInput input, CancellationToken cancellationToken)
    {
        var before = ProcessState.Take();
        var generation = await LoadAsync(plugin, cancellationToken);

        if (generation is null)
        {
            return;
        }

        await ContractAsync(plugin, generation, input, cancellationToken);
        Add("process-untouched", "The process is left as it was: environment, current folder, culture, console, thread pool", before.Differences(ProcessState.Take()), null, clock.GetTimestamp());
        await SchemaAsync(plugin, folder, generation, input, cancellationToken);

        var began = clock.GetTimestamp();
        var context = generation.Context;
        generation.Retire();
        generation = null;
        var (findings, note) = await Unloading.FindAsync(context, clock, cancellationToken);
        Add("unloads", "Nothing of it stays in memory when it is let go", findings, note, began);
    }

    private async Task<PluginGeneration?> LoadAsync(InstalledPlugin plugin, CancellationToken cancellationToken)
    {
        const string Id = "loads";
        const string Title = "It loads, composes and describes itself in time";
        var began = clock.GetTimestamp();
        PluginGeneration? generation = null;

        try
        {
            generation = await PluginDeadline.RunAsync("load", () => PluginGeneration.Load(plugin), clock, cancellationToken);
            var description = await DescriptionAsync(generation, cancellationToken);
            Add(Id, Title, DescriptionRules.Check(description, plugin.Manifest!), null, began);

            return generation;
        }
        catch (PluginFailedException failure)
        {
            generation?.Retire();
            Add(Id, Title, [$"{failure.Message} {failure.Fix}"], null, began);

            return null;
        }
    }

    private Task<ConnectorDescription> DescriptionAsync(PluginGeneration generation, CancellationToken cancellationToken) =>
        PluginDeadline.RunAsync("describe itself", () => Describe(generation), clock, cancellationToken);

    private static ConnectorDescription Describe(PluginGeneration generation)
    {
        var services = new ServiceCollection();
        generation.CreateEntry().ConfigureServices(services);
        using var provider = services.BuildServiceProvider();

        return provider.GetService<IConnector>() is { } connector
            ? DescriptionCopy.Of(connector.Describe())
            : throw new PluginFailedException($"It registers no {nameof(IConnector)}.", "Register one in ConfigureServices.");
    }

    private async Task ContractAsync(InstalledPlugin plugin, PluginGeneration generation, ConformanceInput input, CancellationToken cancellationToken)
    {
        var description = await DescriptionAsync(generation, cancellationToken);
        var statics = StaticState.Take(generation);
        string? trouble;

        await using (var service = new ConformanceService(options, plugin, generation, description, input, clock))
        {
            trouble = await service.TryStartAsync(FewAccounts, cancellationToken);

            foreach (var check in ContractChecks.All)
            {
                await CheckAsync(check, NeedNoService.Contains(check.Id) ? null : trouble, service, cancellationToken);
            }
        }

        await using (var large = new ConformanceService(options, plugin, generation, description, input, clock))
        {
            await CheckAsync(
                new("memory-flat", "It takes no more memory for the last page than for the first", (subject, findings, token) => MemoryUse.FindAsync(subject, findings, large.Note, token)),
                trouble ?? await large.TryStartAsync(ManyAccounts, cancellationToken),
                large,
                cancellationToken);
        }

        Add("no-static-state", "Nothing of a run stays in its statics", statics.Findings(StaticState.Take(generation)), null, clock.GetTimestamp());
    }

    private async Task CheckAsync(ConformanceCheck check, string? trouble, ConformanceService service, CancellationToken cancellationToken)
    {
        var began = clock.GetTimestamp();

        if (trouble is not null || _hangs >= MostHangs)
        {
            Add(check.Id, check.Title, [], trouble ?? "Other checks hang; each hanging one holds a thread.", began, ConformanceOutcome.NotRun);

            return;
        }

        using var time = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        // On a thread of its own time: the plugin may block.
        var work = Task.Run(() => check.FindAsync(service.Subject, time.Token), CancellationToken.None);

        try
        {
            Add(check.Id, check.Title, await work.WaitAsync(CheckLimit, clock, cancellationToken), service.Said, began);
        }
        catch (TimeoutException) when (!work.IsCompleted)
        {
            _hangs++;
            await time.CancelAsync();
            Add(check.Id, check.Title, [$"It had not ended after {CheckLimit.TotalMinutes:0} minutes."], null, began);
        }
    }

    private async Task SchemaAsync(InstalledPlugin plugin, string folder, PluginGeneration generation, ConformanceInput input, CancellationToken cancellationToken)
    {
        const string Id = "schema-compatible";
        const string Title = "What the version before has stored stays readable";
        var began = clock.GetTimestamp();

        if ((input.Previous ?? PreviousVersion.Find(plugin, folder)) is not { } previous)
        {
            Add(Id, Title, [], "There is no version before it; name one by --previous.", began, ConformanceOutcome.NotRun);

            return;
        }

        var old = PluginFolderReader.ReadStaged(previous);

        if (!old.IsAvailable || old.Id != plugin.Id)
        {
            Add(Id, Title, [], old.IsAvailable ? $"'{previous}' is another plugin: '{old.Id}'." : $"The version before it cannot be read: {old.Reason}", began, ConformanceOutcome.NotRun);

            return;
        }

        PluginGeneration? before = null;

        try
        {
            before = await PluginDeadline.RunAsync("load", () => PluginGeneration.Load(old), clock, cancellationToken);
            Add(Id, Title, SchemaChange.Find(await DescriptionAsync(before, cancellationToken), await DescriptionAsync(generation, cancellationToken)), $"Compared with {old.Version}.", began);
        }
        catch (PluginFailedException failure)
        {
            Add(Id, Title, [], $"The version before it cannot be loaded: {failure.Message}", began, ConformanceOutcome.NotRun);
        }
        finally
        {
            before?.Retire();
        }
    }

    private void Add(string id, string title, IReadOnlyList<string> findings, string? note, long began, ConformanceOutcome? outcome = null)
    {
        var result = new ConformanceResult(id, title, outcome ?? (findings.Count == 0 ? ConformanceOutcome.Passed : ConformanceOutcome.Failed), [.. findings.Select(PluginWords.OneLine)], note, clock.GetElapsedTime(began));
        _results.Add(result);
        _tell(result);
    }
}
