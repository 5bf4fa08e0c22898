using Plugin.Conformance.Checks;

namespace Plugin.Conformance;

/// <summary>The one list of what the contract asks of a connector, in the order in which it is looked at.</summary>
public static class ContractChecks
{
    /// <summary>All checks.</summary>
    public static IReadOnlyList<ConformanceCheck> All { get; } =
    [
        new("description-stable", "The description is equal at every call, in every instance, with any settings", DescriptionChecks.StableAsync),
        new("description-complete", "The description says everything that dialog, store and insights are drawn from", DescriptionChecks.CompleteAsync),
        new("validation-actionable", "Validation accepts good settings, never throws, and says field, code and fix of every problem", SettingChecks.ValidationAsync),
        new("authorization-guides", "Consent begins with state and redirect address, and a useless answer is a failure that says what to do", SettingChecks.AuthorizationAsync),
        new("preflight-honest", "The preflight says of every stream what a run then gets", PreflightChecks.HonestAsync),
        new("identity-told", "Whoever asks is told whose the connector is, and of each warning what to do", PreparationChecks.IdentityAsync),
        new("estimate-plain", "An estimate needs no run before, names streams and methods, and is equal at every call", PreparationChecks.EstimateAsync),
        new("application-plain", "What the service needs to set the application up asks for described scopes only, holds no secret, and is equal at every call", PreparationChecks.ApplicationAsync),
        new("pages-add-up", "Pages have checkpoint or end, evidence that adds up, and rows with keys of their own", CollectionChecks.PagesAsync),
        new("reads-equal", "Two reads one after the other are equal", CollectionChecks.ReadsEqualAsync),
        new("resume-equals", "Whoever is killed after any page and resumes has the rows of an undisturbed read", CollectionChecks.ResumeEqualsAsync),
        new("marks-hold", "A log that is read from its mark brings nothing that contradicts the first read", CollectionChecks.MarksHoldAsync),
        new("strange-checkpoints", "A checkpoint of nobody is a failure or a fresh start, never a silent gap", CollectionChecks.StrangeCheckpointAsync),
        new("cancel-heard", "Every call ends soon after it is cancelled", CollectionChecks.CancelHeardAsync),
        new("secrets-hidden", "No secret is in any row, message, log or exception, in a good run and in a failing one", SecretChecks.HiddenAsync),
    ];
}
