using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;
using Plugin.Abstractions;
using Plugin.Abstractions.Authorization;
using Plugin.Abstractions.Collection;
using Plugin.Abstractions.Errors;
using Plugin.Abstractions.Settings;
using Plugin.Orchard.Api;
using Plugin.Orchard.Authorization;
using Plugin.Orchard.Collection;
using Plugin.Orchard.Settings;

namespace Plugin.Orchard;

/// <summary>Composes the rooms; no logic of its own.</summary>
internal sealed partial class OrchardConnector : IConnector
{
    private static readonly ConnectorDescription Description = new()
    {
        Service = "Orchard",
        Title = "Orchard Connectors",
        Summary = "Collects growers and their paid seats, trees and their keepers, harvests and tools. A toy: the orchard grows inside the plugin.",
        Settings = OrchardSettingDefinitions.All,
        Authorization = OrchardAuthorization.Description,
        Scopes = OrchardScopes.All,
        Streams = [.. OrchardStreams.All.Select(stream => stream.Description)],
        SeatRules = new()
        {
            FreeAccountTypes = new Dictionary<string, string> { ["guest"] = "Guests of the orchard have no paid seat." },
            AppliesTo = "Every orchard: a seat is paid for until the term ends, used or not.",
        },
        Outcomes =
        [
            new("growers", "Growers", "Who works in the orchard, and whose seat is paid for.", ["growers"]),
            new("keepers", "Keepers", "Who looks after which tree.", ["growers", "trees", "tree_keepers"]),
            new("harvests", "Harvests", "When somebody last harvested.", ["growers", "harvests"]),
            new("tools", "Tools", "Which tools came and went.", ["tools_log"]),
        ],
        SetupSteps =
        [
            "Ask the orchard's office for a client id and a client secret.",
            "Give the office the redirect address that this page shows.",
            "Type both in here and choose Authorize.",
        ],
    };

    public ConnectorDescription Describe() => Description;

    public IReadOnlyList<SettingProblem> Validate(SettingValues settings) => OrchardSettingsValidator.Check(settings);

    public Uri BeginAuthorization(AuthorizationRequest request) => OrchardAuthorization.Begin(request);

    public Task<AuthorizationGrant> CompleteAuthorizationAsync(ConnectorContext context, AuthorizationCallback callback, CancellationToken cancellationToken) =>
        OrchardAuthorization.CompleteAsync(context, callback, cancellationToken);

    public async Task<PreflightReport> PreflightAsync(ConnectorContext context, CancellationToken cancellationToken)
    {
        var settings = Usable(context.Settings);
        var identity = await new OrchardOffice(context, settings).WhoAmIAsync(cancellationToken);
        LogAsked(context.Logger, identity.Scopes.Count);

        return new()
        {
            Tenant = identity.Orchard,
            Account = identity.Account,
            GrantedScopes = identity.Scopes,
            Streams = [.. OrchardStreams.All.Select(stream => Access(stream.Description, stream.Refusal(settings, identity.Scopes), identity.Scopes))],
        };
    }

    public async Task<ConnectorIdentity?> IdentifyAsync(ConnectorContext context, CancellationToken cancellationToken)
    {
        var office = new OrchardOffice(context, Usable(context.Settings));
        var identity = await office.WhoAmIAsync(cancellationToken);
        var used = OrchardStreams.All.SelectMany(stream => stream.Description.Scopes).Distinct();

        return new()
        {
            TenantId = identity.Orchard,
            TenantName = identity.Orchard,
            AccountId = identity.Account,
            GrantedScopes = identity.Scopes,
            Warnings = used.Except(identity.Scopes).Select(scope => new ConnectorWarning("scope_missing", $"The token lacks {scope}, so that some streams are skipped.", $"Authorize again and allow {scope}.")).ToList(),
            Calls = office.TakeCalls(),
        };
    }

    public IReadOnlyList<CallEstimate> Estimate(SettingValues settings, IReadOnlyList<StreamHistory> history)
    {
        var page = OrchardSettingsValidator.Check(settings).Count == 0 ? new OrchardSettings(settings).RowsPerPage : OrchardSettings.DefaultPageSize;

        return history.Where(stream => stream.Rows > 0)
            .Select(stream => new CallEstimate(stream.StreamId, "whoami", (stream.Rows / page) + 1, CallsPerMinute: null, $"{stream.Rows} rows the last time, {page} a page"))
            .ToList();
    }

    public ApplicationManifest? PrepareApplication(ApplicationRequest request)
    {
        HashSet<string> needed = [.. OrchardStreams.All.Select(stream => stream.Description).Where(stream => request.Streams.Contains(stream.Id)).SelectMany(stream => stream.Scopes), .. request.Scopes];
        List<string> scopes = [.. OrchardScopes.All.Select(scope => scope.Name).Where(needed.Contains)];

        return new()
        {
            Scopes = scopes,
            Documents = [new("txt", "text/plain", $"Please let the inventory in: {string.Join(", ", scopes)}. Send people back to {request.RedirectUri.OriginalString}\n")],
            AfterAddingScopes = "Tell the office which scopes were added, then choose Authorize again.",
        };
    }

    public async IAsyncEnumerable<StreamPage> CollectAsync(ConnectorContext context, StreamRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var settings = Usable(context.Settings);
        var stream = OrchardStreams.All.FirstOrDefault(stream => stream.Description.Id == request.StreamId)
            ?? throw new ArgumentException($"The orchard has no stream '{request.StreamId}'.", nameof(request));

        LogCollecting(context.Logger, request.StreamId, request.ResumeFrom is not null);

        await foreach (var page in stream.CollectAsync(context, settings, request, cancellationToken))
        {
            yield return page;
        }
    }

    private static StreamPreflight Access(StreamDescription stream, StreamEnd? refusal, IReadOnlyList<string> granted) => new()
    {
        StreamId = stream.Id,
        Access = refusal?.Reason switch
        {
            null => StreamAccess.Granted,
            FailureReason.GrantScope => StreamAccess.MissingScope,
            FailureReason.ChangePlan => StreamAccess.NotOnThisPlan,
            FailureReason.RaiseRole => StreamAccess.RoleTooLow,
            _ => StreamAccess.Unknown,
        },
        Code = refusal?.Code,
        Needs = [.. stream.Scopes.Select(scope => new PreflightNeed(PreflightNeedKind.Scope, scope, granted.Contains(scope)))],
        Message = refusal?.Message ?? "The orchard shows it.",
        Fix = refusal?.Fix,
    };

    private static OrchardSettings Usable(SettingValues settings) => OrchardSettingsValidator.Check(settings) is [var problem, ..]
        ? throw new ConnectorException(FailureReason.FixSettings, $"The setting '{problem.Setting}' is wrong: {problem.Message}", "Correct the setting and run again.", problem.Code)
        : new(settings);

    [LoggerMessage(1301, LogLevel.Debug, "The office knows {Scopes} scopes")]
    private static partial void LogAsked(ILogger logger, int scopes);

    [LoggerMessage(1300, LogLevel.Information, "Collecting {StreamId} (resumed: {IsResumed})")]
    private static partial void LogCollecting(ILogger logger, string streamId, bool isResumed);
}
