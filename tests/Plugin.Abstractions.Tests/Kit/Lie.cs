namespace Plugin.Abstractions.Tests.Kit;

/// <summary>A promise of the contract, broken.</summary>
public enum Lie
{
    None,
    DescriptionChanges,
    SettingWithoutHelp,
    StreamWithoutLoss,
    ReferenceToNowhere,
    SubjectWithoutSemantics,
    ValidateThrows,
    ProblemNamesNoSetting,
    ProblemShowsSecret,
    SecretInConsentAddress,
    CallbackShowsCode,
    PreflightForgetsAStream,
    PreflightDenies,
    MarkBringsOthers,
    SecretInLog,
    ResumeForgets,
    DeafToCancellation,
    CheckpointMissing,
    EndMissing,
    EvidenceDoesNotAddUp,
    ValueChanges,
    KeyRepeats,
    FieldTooMany,
    FieldOfWrongType,
    IdentityWithoutTenant,
    EstimateOfNothing,
    CoversWithoutParts,
}
