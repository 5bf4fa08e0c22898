using System.Buffers;
using System.Net;
using System.Net.Http.Headers;
using Microsoft.Extensions.Logging;
using Plugin.Abstractions.Errors;
using Plugin.Slack.Api.Answers;

namespace Plugin.Slack.Api;

/// <summary>Calls Slack's Web API: form POST, at the method's pace, again when that helps, and never longer than the rules allow.</summary>
/// <param name="http">The way out.</param>
/// <param name="address">Where Slack is.</param>
/// <param name="pace">How fast to call.</param>
/// <param name="errors">What codes mean.</param>
/// <param name="jitter">Chance, from 0 to 1.</param>
/// <param name="clock">The clock.</param>
/// <param name="logger">Where waits and retries are told.</param>
internal sealed partial class SlackClient(
    HttpClient http,
    SlackAddress address,
    SessionPace pace,
    SlackErrors errors,
    Func<double> jitter,
    TimeProvider clock,
    ILogger logger)
{
    private const int LongestKeptBuffer = 8 * 1024 * 1024;

    private const string ProxyFix = "Check the API address and whether a proxy or firewall stands between this server and Slack.";

    // Not the shared pool: that one keeps a buffer of every size for every thread, megabytes each.
    private readonly ArrayPool<byte> _buffers = ArrayPool<byte>.Create(LongestKeptBuffer, maxArraysPerBucket: 2);

    /// <summary>Makes a call, and makes it again as long as that may help.</summary>
    /// <typeparam name="TAnswer">The answer's type.</typeparam>
    /// <param name="call">The call.</param>
    /// <param name="authorization">The header that lets it in.</param>
    /// <param name="cost">Where the cost is added.</param>
    /// <param name="waiting">Told of each wait, after the wait has begun.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>An answer with <c>ok</c>, or the failure.</returns>
    public async Task<SlackResult<TAnswer>> CallAsync<TAnswer>(
        SlackCall<TAnswer> call,
        AuthenticationHeaderValue authorization,
        CallCost cost,
        Action<TimeSpan, string> waiting,
        CancellationToken cancellationToken)
        where TAnswer : SlackAnswer
    {
        var failures = 0;
        var refusals = 0;

        while (true)
        {
            await PaceAsync(call.Method, call.Tier, cost, waiting, cancellationToken);

            cost.Calls++;
            cost.Retries += failures + refusals > 0 ? 1 : 0;
            var attempt = await SendAsync(call, failures, authorization, cancellationToken);

            if (attempt.Answer is { } answer)
            {
                await pace.SucceededAsync(call.Method, call.Tier, cost, cancellationToken);

                return answer;
            }

            var failure = attempt.Failure!;

            if (failure.Action is not SlackErrorAction.Retry)
            {
                return failure;
            }

            TimeSpan wait;

            if (attempt.IsRefusal)
            {
                refusals++;
                cost.Throttled++;
                cost.LongestPause = attempt.RetryAfter > cost.LongestPause ? attempt.RetryAfter.Value : cost.LongestPause;
                wait = attempt.RetryAfter ?? RetryRules.Backoff(refusals, jitter());
                await pace.RefusedAsync(call.Method, call.Tier, wait, cost, cancellationToken);
            }
            else
            {
                failures++;
                var isMove = failure.Code is "team_added_to_org";
                var backoff = isMove ? RetryRules.Move(failures) : RetryRules.Backoff(failures, jitter());
                cost.IsBeingMoved |= isMove;
                wait = attempt.RetryAfter > backoff ? attempt.RetryAfter.Value : backoff;
            }

            if (failures == RetryRules.MaximumTries || refusals == RetryRules.MaximumRefusals || wait > RetryRules.LongestAskedFor)
            {
                return failure;
            }

            LogTryAgain(logger, call.Method, failure.Code, failures + refusals + 1, wait.TotalSeconds);

            // A refused method is closed by its pacer until the wait is over.
            if (!attempt.IsRefusal)
            {
                await WaitAsync(wait, $"{call.Method}: {failure.Code}", cost, waiting, cancellationToken);
            }
        }
    }

    /// <summary>Makes a call once, without pace: for a person who waits and can try again.</summary>
    /// <typeparam name="TAnswer">The answer's type.</typeparam>
    /// <param name="call">The call.</param>
    /// <param name="authorization">The header that lets it in.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>An answer with <c>ok</c>, or the failure.</returns>
    public async Task<SlackResult<TAnswer>> TryOnceAsync<TAnswer>(SlackCall<TAnswer> call, AuthenticationHeaderValue authorization, CancellationToken cancellationToken)
        where TAnswer : SlackAnswer
    {
        var attempt = await SendAsync(call, failures: 0, authorization, cancellationToken);

        return attempt.Answer is { } answer ? answer : attempt.Failure!;
    }

    private async Task PaceAsync(string method, SlackTier tier, CallCost cost, Action<TimeSpan, string> waiting, CancellationToken cancellationToken)
    {
        var isOpen = false;

        while (!isOpen && await pace.ReserveAsync(method, tier, cost, cancellationToken) is var wait && wait > TimeSpan.Zero)
        {
            await WaitAsync(wait, $"pace of {method}", cost, waiting, cancellationToken);

            // Whoever waited while another call was refused takes a new place: else all of them would go at the moment when the method opens.
            isOpen = await pace.ClosedForAsync(method, tier, cost, cancellationToken) == TimeSpan.Zero;
        }
    }

    private async Task WaitAsync(TimeSpan wait, string reason, CallCost cost, Action<TimeSpan, string> waiting, CancellationToken cancellationToken)
    {
        // The delay exists before anybody is told of it, so that a clock that is moved by the one who is told does not miss it.
        var delay = Task.Delay(wait, clock, cancellationToken);
        waiting(wait, reason);
        await delay;
        cost.Waited += wait;
    }

    private async Task<Attempt<TAnswer>> SendAsync<TAnswer>(SlackCall<TAnswer> call, int failures, AuthenticationHeaderValue authorization, CancellationToken cancellationToken)
        where TAnswer : SlackAnswer
    {
        var began = clock.GetTimestamp();
        var attempt = await ExchangeAsync(call, failures, authorization, cancellationToken);

        var (took, code) = (clock.GetElapsedTime(began), errors.Loggable(attempt.Failure));
        LogCalled(logger, call.Method, code, took.TotalMilliseconds, attempt.RetryAfter?.TotalSeconds);

        return attempt;
    }

    private async Task<Attempt<TAnswer>> ExchangeAsync<TAnswer>(SlackCall<TAnswer> call, int failures, AuthenticationHeaderValue authorization, CancellationToken cancellationToken)
        where TAnswer : SlackAnswer
    {
        using var timeout = new CancellationTokenSource(RetryRules.CallTimeout, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        using var request = new HttpRequestMessage(HttpMethod.Post, address.Method(call.Method)) { Content = new FormUrlEncodedContent(call.FormAfter(failures)) };
        request.Headers.Authorization = authorization;

        try
        {
            using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token);

            return await UnderstandAsync(call, response, either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return Transient<TAnswer>("timeout", $"{call.Method} was not answered within {RetryRules.CallTimeout.TotalSeconds:0} s.");
        }
        catch (HttpRequestException exception)
        {
            // The exception's own text may name an address within somebody's network; its kind says enough.
            return Transient<TAnswer>("connection_failed", $"{call.Method} could not be reached ({exception.HttpRequestError}).");
        }
        catch (IOException)
        {
            return Transient<TAnswer>("connection_failed", $"The answer of {call.Method} broke off.");
        }
    }

    private async Task<Attempt<TAnswer>> UnderstandAsync<TAnswer>(SlackCall<TAnswer> call, HttpResponseMessage response, CancellationToken cancellationToken)
        where TAnswer : SlackAnswer
    {
        var status = (int)response.StatusCode;
        var retryAfter = RetryAfter(response.Headers.RetryAfter);

        if (response.StatusCode is HttpStatusCode.TooManyRequests)
        {
            return Refused<TAnswer>(call.Method, retryAfter);
        }

        if (status >= 500 || response.StatusCode is HttpStatusCode.RequestTimeout)
        {
            return Transient<TAnswer>($"http_{status}", $"{call.Method} was answered with HTTP {status}.", retryAfter);
        }

        if (status is 404 or (>= 300 and < 400))
        {
            return new(new SlackFailure(SlackErrorAction.AbortRun, FailureReason.FixSettings, $"http_{status}", $"{call.Method} was answered with HTTP {status}: there is no Web API of Slack's at the API address.", ProxyFix));
        }

        if (response.Content.Headers.ContentType?.MediaType is { } mediaType and not "application/json")
        {
            return Transient<TAnswer>("html_answer", $"{call.Method} was answered with HTTP {status} and a page of type {SlackErrors.Printable(mediaType.Replace('/', '.'))} instead of JSON.", retryAfter);
        }

        using var body = await AnswerBody.ReadAsync(response.Content, _buffers, cancellationToken);

        if (body is null)
        {
            return new(new SlackFailure(SlackErrorAction.Fail, FailureReason.ReportDefect, "answer_too_long", $"The answer of {call.Method} is longer than {AnswerBody.MaximumBytes / 1024 / 1024} MiB.", "Report this to the maintainers of the connector."));
        }

        var answer = call.Reader.Read(body.Bytes);

        if (answer?.Ok is false && answer.Error is not ("" or null))
        {
            return Refusal(call, answer, retryAfter);
        }

        if (status is not 200)
        {
            return new(new SlackFailure(SlackErrorAction.Fail, FailureReason.TryLater, $"http_{status}", $"{call.Method} was answered with HTTP {status}.", ProxyFix));
        }

        if (answer?.Ok is not true || !answer.IsWhole)
        {
            return Transient<TAnswer>("unreadable_answer", $"The answer of {call.Method} is broken off or not what Slack documents.");
        }

        answer.GrantedScopes = response.Headers.TryGetValues("x-oauth-scopes", out var scopes) ? string.Join(',', scopes) : null;

        return new(answer);
    }

    private Attempt<TAnswer> Refusal<TAnswer>(SlackCall<TAnswer> call, TAnswer answer, TimeSpan? retryAfter)
        where TAnswer : SlackAnswer
    {
        var error = errors.Find(answer.Error!);

        if (error.Code is "ratelimited" or "rate_limited")
        {
            return Refused<TAnswer>(call.Method, retryAfter);
        }

        var details = (answer.Needed, answer.Provided, answer.Arg) switch
        {
            ({ Length: > 0 } needed, { Length: > 0 } provided, _) => $" (needs {SlackErrors.Printable(needed)}; the token has {SlackErrors.Printable(provided)})",
            ({ Length: > 0 } needed, _, _) => $" (needs {SlackErrors.Printable(needed)})",
            (_, _, { Length: > 0 } argument) => $" (argument {SlackErrors.Printable(argument)})",
            _ => "",
        };
        var fix = error.Code is "missing_scope" && answer.Needed is { Length: > 0 } scope
            ? $"Add the user scope {SlackErrors.Printable(scope)} to the Slack app, then press Authorize again: a token never gains scopes by itself."
            : error.Fix;

        if (error.Code is "missing_scope" && HasNeeded(answer))
        {
            return new(new SlackFailure(
                error.Action,
                FailureReason.RaiseRole,
                "role_too_low",
                $"Slack answered '{error.Code}' to {call.Method}{details}, although the token has the scope: the account that gave the consent is no administrator or owner any more.",
                errors.Find("no_permission").Fix));
        }

        var action = call.ItemErrors.Contains(error.Code) ? SlackErrorAction.SkipItem : error.Action;

        return new(new SlackFailure(action, error.Reason, error.Code, $"Slack answered '{error.Code}' to {call.Method}{details}: {error.Meaning}.", fix)) { RetryAfter = retryAfter };
    }

    /// <summary>Whether the token has one of the scopes that Slack names: any one of them would do.</summary>
    private static bool HasNeeded(SlackAnswer answer) =>
        answer is { Needed: { } needed, Provided: { } provided }
        && needed.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Intersect(provided.Split(',', StringSplitOptions.TrimEntries), StringComparer.Ordinal).Any();

    private Attempt<TAnswer> Refused<TAnswer>(string method, TimeSpan? retryAfter)
        where TAnswer : SlackAnswer
    {
        var error = errors.Find("ratelimited");
        var asked = retryAfter is { } wait ? $" and asked for a pause of {wait.TotalSeconds:0} s" : "";

        return new(new SlackFailure(error.Action, error.Reason, error.Code, $"Slack refused {method} because calls came too fast{asked}.", error.Fix))
        {
            IsRefusal = true,
            RetryAfter = retryAfter,
        };
    }

    private Attempt<TAnswer> Transient<TAnswer>(string code, string message, TimeSpan? retryAfter = null)
        where TAnswer : SlackAnswer
    {
        var fix = code is "unreadable_answer" or "html_answer" ? ProxyFix : errors.Find("service_unavailable").Fix;

        return new(new SlackFailure(SlackErrorAction.Retry, FailureReason.TryLater, code, message, fix)) { RetryAfter = retryAfter };
    }

    private TimeSpan? RetryAfter(RetryConditionHeaderValue? header)
    {
        var wait = header?.Delta ?? (header?.Date - clock.GetUtcNow());

        return wait < RetryRules.Floor ? RetryRules.Floor : wait;
    }

    [LoggerMessage(EventId = 1001, Level = LogLevel.Debug, Message = "{Method} answered {Code} after {Milliseconds} ms (asked to wait: {RetryAfterSeconds} s)")]
    private static partial void LogCalled(ILogger logger, string method, string code, double milliseconds, double? retryAfterSeconds);

    [LoggerMessage(EventId = 1000, Level = LogLevel.Information, Message = "Calling {Method} again after {Code} (attempt {Attempt}, in {WaitSeconds} s)")]
    private static partial void LogTryAgain(ILogger logger, string method, string code, int attempt, double waitSeconds);

    private readonly struct Attempt<TAnswer>
        where TAnswer : SlackAnswer
    {
        public Attempt(TAnswer answer) => Answer = answer;

        public Attempt(SlackFailure failure) => Failure = failure;

        public TAnswer? Answer { get; }

        public SlackFailure? Failure { get; }

        public bool IsRefusal { get; init; }

        public TimeSpan? RetryAfter { get; init; }
    }
}
