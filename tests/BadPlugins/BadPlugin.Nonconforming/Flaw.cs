namespace BadPlugin.Nonconforming;

/// <summary>What a connector does wrong.</summary>
public enum Flaw
{
    None,
    DescriptionChanges,
    HelpMissing,
    ProblemsSayNothing,
    PreflightPromisesTooMuch,
    EvidenceDoesNotAddUp,
    ReadsDiffer,
    ResumeForgets,
    DeafToCancellation,
    SecretInLog,
    SecretShared,
    HoardsRows,
    CountsInStatics,
    ChangesEnvironment,
    StaysInMemory,
    ColumnChangesType,
}
