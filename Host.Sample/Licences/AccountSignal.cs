namespace Host.Sample.Licences;

/// <summary>What one source tells of an account's use.</summary>
/// <param name="StreamId">The source's stream.</param>
/// <param name="Stream">Its name for people.</param>
/// <param name="Says">What the moment says, in the plugin's words.</param>
/// <param name="Precision">How exact it is.</param>
/// <param name="From">The earliest moment at which the use may have been; null: no sign.</param>
/// <param name="To">The latest one.</param>
/// <param name="CoversFrom">From when on the source would have shown a use; null: it covers nothing.</param>
/// <param name="CoversTo">Until when.</param>
public sealed record AccountSignal(
    string StreamId, string Stream, string Says, SignalPrecision Precision, DateTimeOffset? From, DateTimeOffset? To, DateTimeOffset? CoversFrom, DateTimeOffset? CoversTo)
{
    /// <summary>The moment that decides: of a day its end, so that nobody is called idle a day early; of a window its begin, which is the only thing it proves.</summary>
    public DateTimeOffset? CountsAs => Precision is SignalPrecision.Window ? From : To;
}
