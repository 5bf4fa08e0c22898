namespace Host.Sample.Privacy;

/// <summary>An account that somebody who is to be erased may be meant by.</summary>
/// <param name="AccountId">The account's id at the service.</param>
/// <param name="Name">Its name as last stored; null: none is stored.</param>
/// <param name="Email">Its e-mail address as last stored; null: none is stored.</param>
/// <param name="IsThere">Whether the latest inventory has it; otherwise only earlier versions do.</param>
public sealed record PersonFound(string AccountId, string? Name, string? Email, bool IsThere);

/// <summary>Accounts that a search has found.</summary>
/// <param name="People">The first of them, by name.</param>
/// <param name="HasMore">Whether there are more than are told.</param>
public sealed record PeopleFound(IReadOnlyList<PersonFound> People, bool HasMore);
