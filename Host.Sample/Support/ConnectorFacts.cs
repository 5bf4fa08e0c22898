using System.Globalization;
using System.Text.Json;
using Host.Sample.Connectors;
using Host.Sample.Database;
using Host.Sample.Runs;
using Plugin.Abstractions;
using Plugin.Abstractions.Settings;

namespace Host.Sample.Support;

/// <summary>How connectors are set up, and how their runs went.</summary>
internal static class ConnectorFacts
{
    public static object OfConnector(Connector connector, IReadOnlyList<string> secrets, ConnectorDescription? description, BundleRedaction redaction) => new
    {
        connector.Id,
        Name = redaction.Token("id", connector.Name),
        connector.PluginId,
        EndpointServer = connector.EndpointServerId,
        Settings = SecretVault.Texts(connector).Select(setting => new { Name = redaction.Value(setting.Key), Value = Shown(description?.Settings.FirstOrDefault(known => known.Name == setting.Key), setting.Value) }),
        Secrets = secrets.Select(redaction.Value),
        Streams = connector.StreamsJson is { } streams ? JsonSerializer.Deserialize<List<string>>(streams)!.Select(redaction.Value) : null,
        connector.FullRunEvery,
        HasSandbox = connector.SandboxOrigin is not null,
        Tenant = connector.TenantId is { } tenant ? redaction.Token("id", tenant) : null,
        Application = connector.ApplicationId is { } application ? redaction.Token("id", application) : null,
        Guard = redaction.Json(connector.GuardJson),
        Privacy = redaction.Json(connector.PrivacyJson),
        Terms = redaction.Json(connector.TermsJson),
        Retention = redaction.Json(connector.RetentionJson),
        connector.PublishedRunId,
        CreatedAt = redaction.Date(connector.CreatedAt),
        UpdatedAt = redaction.Date(connector.UpdatedAt),
        connector.Revision,
    };

    public static object OfRun(Run run, BundleRedaction redaction) => new
    {
        run.Id,
        run.ConnectorId,
        run.State,
        Trigger = redaction.Value(run.Trigger),
        Verdict = run.Verdict(),
        QueuedAt = redaction.Date(run.QueuedAt),
        StartedAt = redaction.Date(run.StartedAt),
        EndedAt = redaction.Date(run.EndedAt),
        run.Resumes,
        run.CancelRequested,
        run.IsFull,
        run.IsDryRun,
        Tenant = run.TenantId is { } tenant ? redaction.Token("id", tenant) : null,
        Application = run.ApplicationId is { } application ? redaction.Token("id", application) : null,
        run.PreparationCalls,
        Warnings = redaction.Json(run.WarningsJson),
        Estimates = redaction.Json(run.EstimatesJson),
        GrantedScopes = redaction.Json(run.GrantedScopesJson),
        Plan = run.PlanName is { } plan ? redaction.Value(plan) : null,
        Guard = redaction.Json(run.GuardJson),
        Decided = redaction.Date(run.DecidedAt),
        Figures = redaction.Json(run.FiguresJson),
        Certificate = redaction.Json(run.CertificateJson),
        run.PluginVersion,
        run.ContractVersion,
        run.Reason,
        Code = BundleRedaction.Code(run.Code),
        Message = redaction.Text(run.Message),
        Fix = redaction.Text(run.Fix),
        Streams = run.Streams.OrderBy(stream => stream.Ordinal).Select(stream => OfStream(stream, redaction)),
    };

    private static object OfStream(StreamRun stream, BundleRedaction redaction) => new
    {
        stream.StreamId,
        stream.State,
        HasCheckpoint = stream.Checkpoint is not null,
        HasMark = stream.HighWaterMark is not null,
        stream.BeforeRunId,
        stream.Pages,
        stream.Calls,
        stream.Retries,
        stream.Throttled,
        stream.WaitedMilliseconds,
        stream.Received,
        stream.Staged,
        stream.Repeated,
        Omitted = redaction.Json(stream.OmittedJson),
        Notes = redaction.Json(stream.NotesJson),
        stream.ReportedTotal,
        stream.FieldsHashed,
        stream.FieldsDropped,
        stream.RowsWithheld,
        Checks = redaction.Json(stream.ChecksJson),
        stream.Reason,
        Code = BundleRedaction.Code(stream.Code),
        Message = redaction.Text(stream.Message),
        Fix = redaction.Text(stream.Fix),
        stream.RowCount,
        stream.Added,
        stream.Changed,
        stream.Removed,
        StartedAt = redaction.Date(stream.StartedAt),
        EndedAt = redaction.Date(stream.EndedAt),
    };

    // What somebody typed in may be anything; a number, a switch or a choice says how and not who.
    private static string Shown(SettingDefinition? setting, string value) => setting switch
    {
        { Kind: SettingKind.Integer } when value.Length <= 9 && long.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _) => value,
        { Kind: SettingKind.Boolean } when bool.TryParse(value, out _) => value,
        { Kind: SettingKind.Choice } when setting.Choices.Any(choice => choice.Value == value) => value,
        _ => "(set)",
    };
}
