using Microsoft.Extensions.DependencyInjection;
using Plugin.Abstractions;

namespace BadPlugin.Nonconforming;

/// <summary>A plugin of one connector; which one, plugin.json says by the entry's name.</summary>
public abstract class Entry(Flaw flaw) : IConnectorPlugin
{
    public void ConfigureServices(IServiceCollection services) => services.AddSingleton<IConnector>(new FlawedConnector(flaw));
}

/// <summary>Nothing is wrong with this one.</summary>
public sealed class Sound() : Entry(Flaw.None);

public sealed class DescriptionChanges() : Entry(Flaw.DescriptionChanges);

public sealed class HelpMissing() : Entry(Flaw.HelpMissing);

public sealed class ProblemsSayNothing() : Entry(Flaw.ProblemsSayNothing);

public sealed class PreflightPromisesTooMuch() : Entry(Flaw.PreflightPromisesTooMuch);

public sealed class EvidenceDoesNotAddUp() : Entry(Flaw.EvidenceDoesNotAddUp);

public sealed class ReadsDiffer() : Entry(Flaw.ReadsDiffer);

public sealed class ResumeForgets() : Entry(Flaw.ResumeForgets);

public sealed class DeafToCancellation() : Entry(Flaw.DeafToCancellation);

public sealed class SecretInLog() : Entry(Flaw.SecretInLog);

public sealed class SecretShared() : Entry(Flaw.SecretShared);

public sealed class HoardsRows() : Entry(Flaw.HoardsRows);

public sealed class CountsInStatics() : Entry(Flaw.CountsInStatics);

public sealed class ChangesEnvironment() : Entry(Flaw.ChangesEnvironment);

public sealed class StaysInMemory() : Entry(Flaw.StaysInMemory);

public sealed class ColumnChangesType() : Entry(Flaw.ColumnChangesType);
