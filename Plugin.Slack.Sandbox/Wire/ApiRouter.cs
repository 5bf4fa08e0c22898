using System.Buffers;
using System.Globalization;
using System.Text;
using Plugin.Slack.Sandbox.Access;
using Plugin.Slack.Sandbox.Controls;
using Plugin.Slack.Sandbox.Faults;
using Plugin.Slack.Sandbox.Limits;
using Plugin.Slack.Sandbox.Workspace;

namespace Plugin.Slack.Sandbox.Wire;

/// <summary>Serves <c>/api/METHOD</c>: everything that is the same for all methods, driven by <see cref="Coverage"/>.</summary>
internal sealed class ApiRouter(SandboxOptions options, SlackOrganisation organisation, SlackApp app, FaultPlan faults, RateLimits limits, CallLog calls)
{
    private const string JsonType = "application/json; charset=utf-8";

    private static readonly Dictionary<string, CoveredMethod> Methods = Coverage.Methods.ToDictionary(method => method.Name, StringComparer.Ordinal);

    private long _requests;

    public async Task AnswerAsync(HttpContext context, string name, CancellationToken cancellationToken)
    {
        HttpResponse response = context.Response;
        response.Headers["x-slack-req-id"] = string.Create(
            CultureInfo.InvariantCulture, $"{Chance.Of(organisation.Seed, (ulong)Interlocked.Increment(ref _requests)):x16}");
        if (!Coverage.Verbs.Contains(context.Request.Method))
        {
            response.StatusCode = StatusCodes.Status405MethodNotAllowed;
            response.Headers.Allow = string.Join(", ", Coverage.Verbs);
            return;
        }

        if (options.Latency > TimeSpan.Zero)
        {
            await Task.Delay(options.Latency, options.TimeProvider, cancellationToken);
        }

        response.ContentType = JsonType;
        if (!Methods.TryGetValue(name, out CoveredMethod? method))
        {
            await response.WriteAsync("""{"ok":false,"error":"unknown_method"}""", cancellationToken);
            return;
        }

        calls.Called(name);
        Fault? fault = faults.Next(name);
        if (fault is not null)
        {
            calls.Faulted(name);
            if (await FaultyAnswer.TryGiveAsync(fault, context, cancellationToken))
            {
                return;
            }
        }

        if (limits.SecondsToWait(method) is { } seconds)
        {
            calls.Throttled(name);
            await FaultyAnswer.GiveTooManyRequestsAsync(response, seconds, cancellationToken);
            return;
        }

        if (fault is null || FaultKind.IsPaging(fault.Kind))
        {
            await CallAsync(context, method, fault, response.BodyWriter, cancellationToken);
            return;
        }

        ArrayBufferWriter<byte> whole = new();
        await CallAsync(context, method, fault, whole, cancellationToken);
        if (FaultKind.IsSpoiling(fault.Kind))
        {
            await response.BodyWriter.WriteAsync(SpoiledAnswer.Of(fault.Kind, whole.WrittenMemory), cancellationToken);
            return;
        }

        await FaultyAnswer.GiveHalfAsync(fault, context, whole.WrittenMemory, cancellationToken);
    }

    private async Task CallAsync(
        HttpContext context, CoveredMethod method, Fault? fault, IBufferWriter<byte> output, CancellationToken cancellationToken)
    {
        Arguments arguments = await Arguments.ReadAsync(context.Request, method.ReadsJson, cancellationToken);
        (Grant? grant, string? refusal) = method.NeedsToken ? app.FindToken(BearerToken(context.Request) ?? arguments.Token) : (null, null);
        if (grant is not null && app.Migration.Refusal() is { } migrating)
        {
            (grant, refusal) = (null, migrating);
        }

        SlackWorkspace workspace = WorkspaceChoice.Of(organisation, method, arguments, out string? teamRefusal);
        using ApiCall call = new(method, organisation, workspace, app, arguments, grant, output)
        {
            BasicCredentials = BasicCredentials(context.Request),
            IsCapped = options.HistoryCap && method.IsHistory,
            PageFault = FaultKind.IsPaging(fault?.Kind) ? fault!.Kind : null,
            Strike = fault?.Struck ?? 0,
        };

        if (grant is not null)
        {
            context.Response.Headers["x-oauth-scopes"] = grant.ScopeList;
            context.Response.Headers["x-accepted-oauth-scopes"] = string.Join(',', method.Scopes);
        }

        if ((arguments.Refusal ?? refusal) is { } code)
        {
            call.Refuse(code);
        }
        else if (grant is not null && !method.ScopeByConversationType && method.Scopes.Count > 0 && !method.Scopes.Any(grant.Has))
        {
            call.Refuse("missing_scope", needed: string.Join(',', method.Scopes), provided: grant.ScopeList);
        }
        else if (grant is not null && app.Installer.RefusalOf(method, grant) is { } noAdministrator)
        {
            bool isScope = noAdministrator == "missing_scope";
            call.Refuse(noAdministrator, needed: isScope ? "admin" : null, provided: isScope ? grant.ScopeList : null);
        }
        else if (teamRefusal is not null)
        {
            call.Refuse(teamRefusal, argument: teamRefusal == "missing_argument" ? "team_id" : null);
        }
        else if (method.RefusedOnFree is not null && workspace.Plan == SlackPlan.Free)
        {
            call.Refuse(method.RefusedOnFree);
        }
        else
        {
            await method.Answer(call, cancellationToken);
        }

        // Counted before the last byte leaves: who has the answer finds it counted.
        if (call.Refusal is not null)
        {
            calls.Refused(method.Name);
        }
        else if (FaultKind.IsGivenInFull(fault?.Kind))
        {
            calls.Gave(method, arguments, call.Records);
        }

        await call.CloseAsync(cancellationToken);
    }

    /// <summary>The header's scheme is case-sensitive at Slack.</summary>
    private static string? BearerToken(HttpRequest request)
    {
        string header = request.Headers.Authorization.ToString();
        return header.StartsWith("Bearer ", StringComparison.Ordinal) && header.Length > 7 ? header[7..] : null;
    }

    private static (string Id, string Secret)? BasicCredentials(HttpRequest request)
    {
        string header = request.Headers.Authorization.ToString();
        if (!header.StartsWith("Basic ", StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        byte[] bytes = new byte[header.Length];
        if (!Convert.TryFromBase64String(header[6..].Trim(), bytes, out int length))
        {
            return null;
        }

        // The colon parts name and secret; both may be percent-encoded, as OAuth's rules for Basic ask.
        string[] parts = Encoding.UTF8.GetString(bytes, 0, length).Split(':', 2);
        return parts.Length == 2 ? (Uri.UnescapeDataString(parts[0]), Uri.UnescapeDataString(parts[1])) : null;
    }
}
