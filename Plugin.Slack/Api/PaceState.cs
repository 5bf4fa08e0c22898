using System.Text.Json;

namespace Plugin.Slack.Api;

/// <summary>What one method's pace has come to, as a value: the same rules drive a session alone and sessions that share it. Moments are milliseconds by whichever clock its owner goes by.</summary>
/// <remarks>
/// Starts with a small burst at the tier's rate and never makes more calls in any minute than the tier promises. A refusal stops the method until the
/// moment that Slack names and slows it down by a little more than a fifth, or, when Slack asks for a long pause, to the calls that the last minute had: then
/// the minute is full. The slower pace is kept for an hour, because nothing but another refusal would tell that it may be faster; after that each success
/// wins back a twentieth of the tier.
/// </remarks>
internal sealed record PaceState
{
    private const int Burst = 3;
    private const double SlowDown = 0.78;
    private const double Recovery = 0.05;
    private const double SlowestPerMinute = 1;
    private const long Minute = 60_000;
    private const long Hour = 60 * Minute;

    // A second more than Slack's minute: calls do not take equally long to arrive.
    private const long Window = Minute + 1_000;
    private const long LongPause = 10_000;

    /// <summary>The places of the latest calls, no more of them than the tier's; the oldest first.</summary>
    public IReadOnlyList<long> Granted { get; init; } = [];

    /// <summary>The rate kept at the moment, calls a minute.</summary>
    public double PerMinute { get; init; }

    /// <summary>The next place at that rate.</summary>
    public long Next { get; init; }

    /// <summary>Until when a refusal keeps the method closed.</summary>
    public long ClosedUntil { get; init; }

    /// <summary>Until when the rate is not raised again.</summary>
    public long HeldUntil { get; init; }

    /// <summary>The pace of a method that nobody has called yet.</summary>
    /// <param name="tier">Its tier.</param>
    /// <returns>The pace.</returns>
    public static PaceState New(SlackTier tier) => new() { PerMinute = (int)tier };

    /// <summary>Reads what <see cref="ToJson"/> has written.</summary>
    /// <param name="json">The text, or <see langword="null"/> when there is none.</param>
    /// <param name="tier">The method's tier.</param>
    /// <param name="now">The moment, by the clock that it was written by.</param>
    /// <returns>The pace; that of a method that nobody has called yet when the text is none, or of a clock that has been set back since.</returns>
    public static PaceState Read(string? json, SlackTier tier, long now)
    {
        try
        {
            return json is not null && JsonSerializer.Deserialize(json, SlackJson.Default.PaceState) is { } state && state.IsPossible(tier, now) ? state : New(tier);
        }
        catch (JsonException)
        {
            return New(tier);
        }
    }

    /// <summary>The pace as a text.</summary>
    /// <returns>JSON of at most some 3,000 characters.</returns>
    public string ToJson() => JsonSerializer.Serialize(this, SlackJson.Default.PaceState);

    /// <summary>Takes the next place at the method's rate.</summary>
    /// <param name="tier">The method's tier.</param>
    /// <param name="now">The moment.</param>
    /// <returns>The pace with the place taken: the last one of <see cref="Granted"/>.</returns>
    public PaceState Reserve(SlackTier tier, long now)
    {
        var interval = (long)Math.Ceiling(Minute / PerMinute);

        // After a refusal there is no burst until the tier's rate is won back.
        var credit = PerMinute >= (int)tier ? interval * (Burst - 1) : 0;
        var place = Math.Max(Math.Max(now, ClosedUntil), Next - credit);
        var isFull = Granted.Count == (int)tier;

        if (isFull)
        {
            place = Math.Max(place, Granted[0] + Window);
        }

        return this with { Granted = [.. Granted.Skip(isFull ? 1 : 0), place], Next = Math.Max(Next, place) + interval };
    }

    /// <summary>A call was answered.</summary>
    /// <param name="tier">The method's tier.</param>
    /// <param name="now">The moment.</param>
    /// <returns>The pace after it; the same one when nothing changes.</returns>
    public PaceState Succeeded(SlackTier tier, long now) =>
        PerMinute < (int)tier && now >= HeldUntil ? this with { PerMinute = Math.Min((int)tier, PerMinute + ((int)tier * Recovery)) } : this;

    /// <summary>A call was refused because calls came too fast.</summary>
    /// <param name="wait">How long the method must rest; more than an hour is looked at again after an hour.</param>
    /// <param name="now">The moment.</param>
    /// <returns>The pace after it.</returns>
    public PaceState Refused(TimeSpan wait, long now)
    {
        var rest = (long)Math.Min(Math.Ceiling(wait.TotalMilliseconds), Hour);
        var until = now + rest;

        // The refused call is one of those granted here.
        var slower = Math.Min(PerMinute * SlowDown, rest >= LongPause && CallsOfLastMinute(now) is { } calls ? calls - 1 : double.MaxValue);

        return this with { ClosedUntil = Math.Max(ClosedUntil, until), HeldUntil = until + Hour, PerMinute = Math.Max(SlowestPerMinute, slower) };
    }

    /// <summary>The same pace by another clock.</summary>
    /// <param name="by">How much the other clock is ahead.</param>
    /// <returns>The pace.</returns>
    public PaceState Moved(long by) =>
        this with { Granted = [.. Granted.Select(place => place + by)], Next = Next + by, ClosedUntil = ClosedUntil + by, HeldUntil = HeldUntil + by };

    /// <summary>Calls granted within the last minute, or <see langword="null"/> when calling began too lately to tell: a burst says nothing about a rate.</summary>
    private int? CallsOfLastMinute(long now) => Granted.Count > 0 && now - Granted[0] >= Minute / 2 ? Granted.Count(place => place > now - Minute && place <= now) : null;

    private bool IsPossible(SlackTier tier, long now) =>
        Granted is not null
        && Granted.Count <= (int)tier
        && PerMinute is >= SlowestPerMinute && PerMinute <= (int)tier
        && Granted.Append(Next).Append(ClosedUntil).Append(HeldUntil).All(moment => moment <= now + (2 * Hour));
}
