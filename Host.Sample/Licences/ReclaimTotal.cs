namespace Host.Sample.Licences;

/// <summary>What the candidates of a class come to.</summary>
/// <param name="Class">Which.</param>
/// <param name="Seats">How many.</param>
/// <param name="Amount">Of all of them: 0, the credit, or the saving a period; null when the terms do not tell.</param>
/// <param name="AmountOverWaiting">For credits: the part that leaving the seats alone would not bring as well.</param>
/// <param name="Currency">The amounts' currency.</param>
/// <param name="Words">What the amount is, in words.</param>
public sealed record ReclaimTotal(ReclaimClass Class, long Seats, decimal? Amount, decimal? AmountOverWaiting, string? Currency, string Words);
