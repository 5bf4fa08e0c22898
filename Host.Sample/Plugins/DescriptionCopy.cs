using Plugin.Abstractions;
using Plugin.Abstractions.Authorization;
using Plugin.Abstractions.Collection;

namespace Host.Sample.Plugins;

/// <summary>Copies what a plugin hands over into lists of the host's own: even a list literal is a type of the plugin's, and would keep it loaded.</summary>
internal static class DescriptionCopy
{
    public static ConnectorDescription Of(ConnectorDescription description) => description with
    {
        Settings = Copy(description.Settings, setting => setting with { Choices = Copy(setting.Choices) }),
        Authorization = description.Authorization is { } authorization ? authorization with { RequiredSettings = Copy(authorization.RequiredSettings) } : null,
        Scopes = Copy(description.Scopes),
        Streams = Copy(description.Streams, stream => stream with
        {
            Methods = Copy(stream.Methods),
            Scopes = Copy(stream.Scopes),
            ReadsBack = Copy(stream.ReadsBack),
            References = Copy(stream.References),
            Columns = Copy(stream.Columns),
        }),
        SetupSteps = Copy(description.SetupSteps),
        BroadAppScopes = Copy(description.BroadAppScopes),
        Outcomes = Copy(description.Outcomes, outcome => outcome with { Streams = Copy(outcome.Streams), Scopes = outcome.Scopes is { } scopes ? Copy(scopes) : null }),
        SeatRules = description.SeatRules is { } rules ? rules with { FreeAccountTypes = rules.FreeAccountTypes.Take(MostItems).ToDictionary(StringComparer.Ordinal) } : null,
    };

    public static PreflightReport Of(PreflightReport report) => report with
    {
        GrantedScopes = report.GrantedScopes is { } scopes ? Copy(scopes) : null,
        Streams = Copy(report.Streams, stream => stream with { Needs = Copy(stream.Needs) }),
    };

    public static ApplicationManifest Of(ApplicationManifest manifest) => manifest with
    {
        Scopes = Copy(manifest.Scopes),
        Documents = Copy(manifest.Documents),
    };

    public static ConnectorIdentity Of(ConnectorIdentity identity) => identity with
    {
        GrantedScopes = identity.GrantedScopes is { } scopes ? Copy(scopes) : null,
        Warnings = Copy(identity.Warnings),
    };

    public static AuthorizationGrant Of(AuthorizationGrant grant) => grant with
    {
        GrantedScopes = Copy(grant.GrantedScopes),
        MissingScopes = Copy(grant.MissingScopes),
    };

    public static T[] Copy<T>(IEnumerable<T> items) => Copy(items, item => item);

    private static T[] Copy<T>(IEnumerable<T> items, Func<T, T> copy) => [.. items.Take(MostItems).Select(item => copy(item ?? throw new InvalidOperationException("It gave a list with an empty entry.")))];

    private const int MostItems = 1000;
}
