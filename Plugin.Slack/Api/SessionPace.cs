using Microsoft.Extensions.Logging;
using Plugin.Abstractions;

namespace Plugin.Slack.Api;

/// <summary>
/// The pace of one session's calls. Slack counts by method, workspace and app, so as soon as it is known which these are, the pace is kept together with all
/// sessions of the same ones, in every process on the host's store.
/// </summary>
/// <remarks>
/// No run fails for it: where the store does not answer, the session goes on by itself from what it heard last, and asks again after a minute.
/// Methods with hundreds of calls a minute are not shared: a session makes a handful of them.
/// </remarks>
/// <param name="pacers">The session's own pace.</param>
/// <param name="choice">How fast to call.</param>
/// <param name="shared">What connectors have in common.</param>
/// <param name="counted">Whose calls Slack counts together, as the beginning of a key; <see langword="null"/> as long as it is not known.</param>
/// <param name="clock">The clock.</param>
/// <param name="logger">Where it is told that the pace is not shared.</param>
internal sealed partial class SessionPace(MethodPacers pacers, PaceChoice choice, ISharedValues shared, Func<string?> counted, TimeProvider clock, ILogger logger)
{
    // Each failure means that somebody else has written, so they do not come in great numbers.
    private const int MostTries = 50;

    // As long as a file waits for whoever writes to it.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>Takes the next place in the queue.</summary>
    /// <param name="method">Slack's name of the method.</param>
    /// <param name="tier">Its tier.</param>
    /// <param name="cost">Told when the session goes on by itself.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>How long to wait before the call; zero for at once.</returns>
    public async Task<TimeSpan> ReserveAsync(string method, SlackTier tier, CallCost cost, CancellationToken cancellationToken)
    {
        var pacer = pacers.For(method, tier, choice);

        return await ShareAsync(pacer, method, cost, (state, now) => state.Reserve(tier, now), cancellationToken) is var (state, now)
            ? Left(state.Granted[^1], now)
            : pacer.Reserve(clock);
    }

    /// <summary>How long the method is still closed by a refusal, whoever met it, that came after the place was taken.</summary>
    /// <inheritdoc cref="ReserveAsync"/>
    /// <returns>The time left; zero when it is open.</returns>
    public async Task<TimeSpan> ClosedForAsync(string method, SlackTier tier, CallCost cost, CancellationToken cancellationToken)
    {
        var pacer = pacers.For(method, tier, choice);

        return await ShareAsync(pacer, method, cost, (state, _) => state, cancellationToken) is var (state, now)
            ? Left(state.ClosedUntil, now)
            : pacer.ClosedFor(clock);
    }

    /// <summary>A call was answered.</summary>
    /// <inheritdoc cref="ReserveAsync"/>
    public async Task SucceededAsync(string method, SlackTier tier, CallCost cost, CancellationToken cancellationToken)
    {
        var pacer = pacers.For(method, tier, choice);

        // The store is not asked about what changes nothing: nearly always.
        if (pacer.WinsBack(clock) && await ShareAsync(pacer, method, cost, (state, now) => state.Succeeded(tier, now), cancellationToken) is null)
        {
            pacer.Succeeded(clock);
        }
    }

    /// <summary>A call was refused because calls came too fast.</summary>
    /// <param name="method">Slack's name of the method.</param>
    /// <param name="tier">Its tier.</param>
    /// <param name="wait">How long the method must rest.</param>
    /// <param name="cost">Told when the session goes on by itself.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>When it is noted.</returns>
    public async Task RefusedAsync(string method, SlackTier tier, TimeSpan wait, CallCost cost, CancellationToken cancellationToken)
    {
        var pacer = pacers.For(method, tier, choice);

        if (await ShareAsync(pacer, method, cost, (state, now) => state.Refused(wait, now), cancellationToken) is null)
        {
            pacer.Refused(wait, clock);
        }
    }

    /// <summary>Changes the pace that is kept together.</summary>
    /// <returns>The pace after it and the moment by its clock, or <see langword="null"/> when the session goes by its own.</returns>
    private async Task<(PaceState State, long Now)?> ShareAsync(MethodPacer pacer, string method, CallCost cost, Func<PaceState, long, PaceState> change, CancellationToken cancellationToken)
    {
        if (!pacer.IsPaced || pacer.Tier is SlackTier.Special || pacers.IsApart(clock) || counted() is not { } whose)
        {
            return null;
        }

        var why = "others were always faster";

        try
        {
            using CancellationTokenSource patience = new(Patience, clock);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);

            if (await ChangeAsync($"{whose}/{method}/{(int)pacer.Tier}", pacer.Tier, change, either.Token).WaitAsync(either.Token) is var (state, now))
            {
                pacer.GoOnFrom(state, now, clock);

                return (state, now);
            }
        }
#pragma warning disable CA1031 // Whatever the store's trouble is, it is none of the run's.
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
#pragma warning restore CA1031
        {
            why = exception.GetType().Name;
        }

        if (pacers.GoApart(clock))
        {
            cost.HasOwnPace = true;
            LogApart(logger, method, why);
        }

        return null;
    }

    private async Task<(PaceState State, long Now)?> ChangeAsync(string key, SlackTier tier, Func<PaceState, long, PaceState> change, CancellationToken cancellationToken)
    {
        for (var attempt = 0; attempt < MostTries; attempt++)
        {
            var read = await shared.ReadAsync(key, cancellationToken);
            var since = clock.GetTimestamp();
            var now = read.Now.ToUnixTimeMilliseconds();
            var before = PaceState.Read(read.Value, tier, now);
            var after = change(before, now);

            if (ReferenceEquals(after, before) || await shared.TryWriteAsync(key, after.ToJson(), read.Version, cancellationToken))
            {
                return (after, now + (long)clock.GetElapsedTime(since).TotalMilliseconds);
            }
        }

        return null;
    }

    private static TimeSpan Left(long until, long now) => TimeSpan.FromMilliseconds(Math.Max(0, until - now));

    [LoggerMessage(EventId = 1002, Level = LogLevel.Warning, Message = "The pace of {Method} cannot be kept together with other connectors of the same app and workspace ({Why}): this one goes on by itself and asks again after a minute")]
    private static partial void LogApart(ILogger logger, string method, string why);
}
