using Plugin.Abstractions;

namespace Host.Sample.Licences;

/// <summary>A connector's terms, and what comes of them.</summary>
/// <param name="Connector">Whose.</param>
/// <param name="Terms">As told.</param>
/// <param name="IdleDays">After how many days without use an account is idle, the usual filled in.</param>
/// <param name="Rules">How the service charges; null when the plugin does not know.</param>
/// <param name="Remarks">What is missing or out of date, a sentence each.</param>
public sealed record SeatTermsView(string Connector, SeatTerms Terms, int IdleDays, SeatRules? Rules, IReadOnlyList<string> Remarks);
