using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;
using Plugin.Abstractions.Authorization;
using Plugin.Abstractions.Collection;
using Plugin.Abstractions.Settings;

namespace Plugin.Abstractions.Tests.Kit;

/// <summary>A good connector that breaks one promise.</summary>
internal sealed partial class LyingConnector(IConnector honest, Lie lie, Liar liar) : IConnector
{
    public ConnectorDescription Describe()
    {
        var description = honest.Describe();
        var stream = description.Streams[0];

        return lie switch
        {
            Lie.DescriptionChanges => description with { Summary = $"This is summary number {liar.NextNumber()}." },
            Lie.SettingWithoutHelp => description with { Settings = [description.Settings[0] with { Help = "" }, .. description.Settings.Skip(1)] },
            Lie.StreamWithoutLoss => description with { Streams = [stream with { LostWithout = "" }, .. description.Streams.Skip(1)] },
            Lie.ReferenceToNowhere => description with { Streams = [stream with { References = [new("type", "nowhere", "id")] }, .. description.Streams.Skip(1)] },
            Lie.SubjectWithoutSemantics => description with { Streams = [stream with { Subject = StreamSubject.Groups }, .. description.Streams.Skip(1)] },
            Lie.OutcomeOfNothing => description with { Outcomes = [new("all", "All", "Everything that there is.", ["nowhere"])] },
            _ => description,
        };
    }

    public IReadOnlyList<SettingProblem> Validate(SettingValues settings) => lie switch
    {
        Lie.ValidateThrows when settings.Text("rows") is { } rows && rows.Contains(':', StringComparison.Ordinal) => throw new FormatException("A colon."),
        Lie.ProblemNamesNoSetting => [.. honest.Validate(settings).Select(problem => problem with { Setting = "elsewhere" })],
        Lie.ProblemShowsSecret when settings.Secret("token") is { } token => [new("token", "bad", $"The token {token.Reveal()} is bad. Type in another.")],
        _ => honest.Validate(settings),
    };

    public Uri BeginAuthorization(AuthorizationRequest request) => lie is Lie.SecretInConsentAddress
        ? new(honest.BeginAuthorization(request) + "&client_secret=" + request.Settings.Secret("client_secret")!.Reveal())
        : honest.BeginAuthorization(request);

    public Task<AuthorizationGrant> CompleteAuthorizationAsync(ConnectorContext context, AuthorizationCallback callback, CancellationToken cancellationToken) =>
        lie is Lie.CallbackShowsCode ? throw new InvalidOperationException("Bad code " + callback.Value("code")) : honest.CompleteAuthorizationAsync(context, callback, cancellationToken);

    public async Task<PreflightReport> PreflightAsync(ConnectorContext context, CancellationToken cancellationToken)
    {
        var report = await honest.PreflightAsync(context, cancellationToken);

        return lie switch
        {
            Lie.PreflightForgetsAStream => report with { Streams = [.. report.Streams.Skip(1)] },
            Lie.PreflightDenies => report with { Streams = [report.Streams[0] with { Access = StreamAccess.MissingScope, Message = "A scope is missing.", Fix = "Grant the scope." }, .. report.Streams.Skip(1)] },
            _ => report,
        };
    }

    public async Task<ConnectorIdentity?> IdentifyAsync(ConnectorContext context, CancellationToken cancellationToken)
    {
        var identity = await honest.IdentifyAsync(context, cancellationToken);

        return lie is Lie.IdentityWithoutTenant ? identity! with { TenantId = "" } : identity;
    }

    public IReadOnlyList<CallEstimate> Estimate(SettingValues settings, IReadOnlyList<StreamHistory> history) =>
        lie is Lie.EstimateOfNothing ? [new("nowhere", "list", 1, CallsPerMinute: 20, "nothing")] : honest.Estimate(settings, history);

    public ApplicationManifest? PrepareApplication(ApplicationRequest request) => lie is Lie.ApplicationShowsSecret && request.Settings.Secret("token") is { } token
        ? new() { Scopes = [], Documents = [new("txt", "text/plain", token.Reveal())], AfterAddingScopes = "Do it again." }
        : honest.PrepareApplication(request);

    public async IAsyncEnumerable<StreamPage> CollectAsync(ConnectorContext context, StreamRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (lie is Lie.SecretInLog)
        {
            LogToken(context.Logger, context.Settings.Secret("token")!.Reveal());
        }

        var asked = lie switch
        {
            Lie.ResumeForgets => request with { ResumeFrom = null },
            Lie.MarkBringsOthers => request with { HighWaterMark = null },
            _ => request,
        };
        var heeded = lie is Lie.DeafToCancellation ? CancellationToken.None : cancellationToken;

        await foreach (var page in honest.CollectAsync(context, asked, heeded).WithCancellation(heeded))
        {
            yield return lie switch
            {
                Lie.CheckpointMissing => new LyingPage(page, null, page.End, page.Evidence),
                Lie.EndMissing => new LyingPage(page, page.Next, null, page.Evidence),
                Lie.EvidenceDoesNotAddUp => new LyingPage(page, page.Next, page.End, page.Evidence with { Received = page.Evidence.Received + 1 }),
                Lie.ValueChanges => new LyingPage(page, page.Next, page.End, page.Evidence) { First = $"A{liar.NextNumber()}" },
                Lie.MarkBringsOthers when request.HighWaterMark is not null => new LyingPage(page, page.Next, page.End, page.Evidence) { First = $"A{liar.NextNumber()}" },
                Lie.KeyRepeats => new LyingPage(page, page.Next, page.End, page.Evidence) { First = "the same" },
                Lie.FieldTooMany => new LyingPage(page, page.Next, page.End, page.Evidence) { Extra = writer => writer.Null() },
                Lie.FieldOfWrongType => new LyingPage(page, page.Next, page.End, page.Evidence) { Replaces = true, Extra = writer => writer.Int64(1) },
                Lie.CoversWithoutParts => new LyingPage(page, page.Next, page.End, page.Evidence) { Covered = ["A1"] },
                _ => page,
            };
        }
    }

    [LoggerMessage(1, LogLevel.Information, "Token {Token}")]
    private static partial void LogToken(ILogger logger, string token);

    private sealed class LyingPage : StreamPage
    {
        private readonly StreamPage _honest;

        [System.Diagnostics.CodeAnalysis.SetsRequiredMembers]
        public LyingPage(StreamPage honest, Checkpoint? next, StreamEnd? end, PageEvidence evidence)
        {
            _honest = honest;
            Next = next;
            End = end;
            Evidence = evidence;
            StartsOver = honest.StartsOver;
        }

        /// <summary>Given instead of the first field.</summary>
        public string? First { get; init; }

        /// <summary>Written after the row, or instead of it.</summary>
        public Action<IFieldWriter>? Extra { get; init; }

        public bool Replaces { get; init; }

        public override int RowCount => _honest.RowCount;

        public override void WriteRow(int index, IFieldWriter writer)
        {
            if (!Replaces)
            {
                _honest.WriteRow(index, First is null ? writer : new FirstFieldWriter(writer, First));
            }

            Extra?.Invoke(writer);
        }
    }

    private sealed class FirstFieldWriter(IFieldWriter writer, string first) : IFieldWriter
    {
        private bool _isWritten;

        public void Null() => writer.Null();

        public void Text(string value)
        {
            writer.Text(_isWritten ? value : first);
            _isWritten = true;
        }

        public void Int64(long value) => writer.Int64(value);

        public void Decimal(decimal value) => writer.Decimal(value);

        public void Boolean(bool value) => writer.Boolean(value);

        public void Timestamp(DateTimeOffset value) => writer.Timestamp(value);

        public void Json(string value) => writer.Json(value);
    }
}
