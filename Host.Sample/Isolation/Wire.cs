using System.Text.Json;
using Plugin.Abstractions;
using Plugin.Abstractions.Authorization;
using Plugin.Abstractions.Collection;
using Plugin.Abstractions.Errors;
using Plugin.Abstractions.Settings;

namespace Host.Sample.Isolation;

/// <summary>What frames carry, as JSON. Both ends are the same program, so there is one version of it.</summary>
internal static class Wire
{
    private static readonly JsonSerializerOptions Form = new(JsonSerializerDefaults.Web);

    public static byte[] Write<T>(T value) => JsonSerializer.SerializeToUtf8Bytes(value, Form);

    /// <exception cref="InvalidDataException">It is something else.</exception>
    public static T Read<T>(ReadOnlyMemory<byte> json)
    {
        try
        {
            return JsonSerializer.Deserialize<T>(json.Span, Form) ?? throw new InvalidDataException("A message is empty.");
        }
        catch (JsonException exception)
        {
            throw new InvalidDataException("A message cannot be read.", exception);
        }
    }

    /// <summary>Which version to load.</summary>
    public sealed record Opening(string PluginsFolder, string Folder, string CodeFolder);

    /// <summary>Settings, secrets among them readable: a pipe between two processes of the same user.</summary>
    public sealed record Values(Dictionary<string, string> Texts, Dictionary<string, string> Secrets)
    {
        public static Values Of(SettingValues values) => new(
            values.TextNames.ToDictionary(name => name, name => values.Text(name)!),
            values.SecretNames.ToDictionary(name => name, name => values.Secret(name)!.Reveal()));

        public SettingValues ToSettings() => new(Texts, Secrets.Select(secret => KeyValuePair.Create(secret.Key, new Secret(secret.Value))));
    }

    /// <summary>What a call that reaches the service is called with.</summary>
    public sealed record Context(Values Settings, IReadOnlyList<string> Origins, bool LogsDebug);

    public sealed record Begin(Values Settings, Uri RedirectUri, string State);

    public sealed record Complete(Context Context, Uri RedirectUri);

    public sealed record Collection(Context Context, string StreamId, string? ResumeFrom, string? HighWaterMark, bool IsFull, bool HasBefore);

    public sealed record Estimating(Values Settings, IReadOnlyList<StreamHistory> History);

    public sealed record Preparing(Values Settings, IReadOnlyList<string> Streams, IReadOnlyList<string> Scopes, Uri RedirectUri);

    /// <summary>The application, when the service takes a description of one.</summary>
    public sealed record Prepared(ApplicationManifest? Manifest);

    public sealed record Token(string AccessToken, string? RefreshToken, DateTimeOffset? ExpiresAt)
    {
        public static Token Of(Credential credential) => new(credential.AccessToken.Reveal(), credential.RefreshToken?.Reveal(), credential.ExpiresAt);

        public Credential ToCredential() => new() { AccessToken = new(AccessToken), RefreshToken = RefreshToken is null ? null : new(RefreshToken), ExpiresAt = ExpiresAt };
    }

    /// <summary>A credential that may not be there.</summary>
    public sealed record Held(Token? Token);

    public sealed record Grant(Token Token, IReadOnlyList<string> GrantedScopes, IReadOnlyList<string> MissingScopes, string AccountId, string TenantId, string? TenantName)
    {
        public static Grant Of(AuthorizationGrant grant) => new(Token.Of(grant.Credential), grant.GrantedScopes, grant.MissingScopes, grant.AccountId, grant.TenantId, grant.TenantName);

        public AuthorizationGrant ToGrant() => new()
        {
            Credential = Token.ToCredential(),
            GrantedScopes = GrantedScopes,
            MissingScopes = MissingScopes,
            AccountId = AccountId,
            TenantId = TenantId,
            TenantName = TenantName,
        };
    }

    /// <summary>Rows that are wanted back: of this run, or of the one before it.</summary>
    public sealed record Rows(string StreamId, IReadOnlyList<string> Columns, string? AfterKey, bool IsBefore);

    /// <summary>Rows read back: the columns' types, then key and values of each row, as text.</summary>
    public sealed record RowPage(IReadOnlyList<ColumnType> Types, IReadOnlyList<string> Keys, IReadOnlyList<IReadOnlyList<string?>> Values);

    /// <summary>One text that may not be there.</summary>
    public sealed record Text(string? Value);

    /// <summary>A value that connectors have in common, to be written.</summary>
    public sealed record Writing(string Key, string Value, long Version);

    /// <summary>Whether it was done.</summary>
    public sealed record Done(bool IsDone);

    public sealed record Wait(string StreamId, TimeSpan Duration, string Reason);

    public sealed record LogLine(LogLevel Level, int EventId, string Message);

    /// <summary>What a page says beside its rows.</summary>
    public sealed record PageHead(int RowCount, string? Next, End? End, PageEvidence Evidence, bool StartsOver, IReadOnlyList<string> Covered);

    public sealed record End(StreamOutcome Outcome, FailureReason? Reason, string? Code, string? Message, string? Fix, string? HighWaterMark, long? ReportedTotal)
    {
        public static End? Of(StreamEnd? end) =>
            end is null ? null : new(end.Outcome, end.Reason, end.Code, end.Message, end.Fix, end.HighWaterMark?.Value, end.ReportedTotal);

        public StreamEnd ToEnd() => Outcome switch
        {
            StreamOutcome.Complete => StreamEnd.Complete(HighWaterMark is null ? null : new(HighWaterMark), ReportedTotal),
            StreamOutcome.Partial => StreamEnd.Partial(Reason ?? FailureReason.ReportDefect, Code ?? "", Message ?? "", Fix ?? "", HighWaterMark is null ? null : new(HighWaterMark)),
            _ => StreamEnd.Skipped(Reason ?? FailureReason.ReportDefect, Code ?? "", Message ?? "", Fix ?? ""),
        };
    }

    /// <summary>Who the connector is, when it says so.</summary>
    public sealed record Known(ConnectorIdentity? Identity);

    /// <summary>What a call has failed by.</summary>
    public sealed record Failed(bool IsCancelled, FailureReason? Reason, string Message, string? Fix, string? Code, PageEvidence? Evidence);
}
