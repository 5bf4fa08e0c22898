using System.Runtime.CompilerServices;
using Plugin.Abstractions.Collection;

namespace Plugin.Slack.Collection;

/// <summary>Lays the people of this run beside the profiles that are stored. Both have the same key and come in its order, so one row of each is held at a time.</summary>
/// <param name="now">This run's rows.</param>
/// <param name="before">The rows of the last complete run, or <see langword="null"/>.</param>
internal sealed class PeoplePlan(IRunRows now, IRunRows? before)
{
    private static readonly string[] PeopleColumns = ["team_id", "user_id", "is_bot", "account_status", "account_type"];
    private static readonly string[] ProfileColumns = ["user_id"];

    /// <summary>Reads the plan.</summary>
    /// <param name="after">Begins after the person with this key.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>The people in order, those who are gone among them.</returns>
    public async IAsyncEnumerable<PlannedPerson> ReadAsync(string? after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var stored = StoredAsync(after, cancellationToken).GetAsyncEnumerator(cancellationToken);
        var hasStored = await stored.MoveNextAsync();

        await foreach (var person in now.ReadAsync("users", PeopleColumns, after, cancellationToken))
        {
            for (; hasStored && string.CompareOrdinal(stored.Current.Key, person.Key) < 0; hasStored = await stored.MoveNextAsync())
            {
                yield return Gone(stored.Current);
            }

            var isKnown = hasStored && stored.Current.Key == person.Key;
            hasStored = isKnown ? await stored.MoveNextAsync() : hasStored;

            // A key column is never null.
            yield return new(person.Key, person.Text(0), person.Text(1)!, isKnown, IsGone: false, IsAskable(person));
        }

        for (; hasStored; hasStored = await stored.MoveNextAsync())
        {
            yield return Gone(stored.Current);
        }
    }

    private static bool IsAskable(StoredRow person) => person.Boolean(2) is not true && person.Text(3) is not "deactivated" && person.Text(4) is not ("slackbot" or "connector_bot" or "workflow_bot");

    private static PlannedPerson Gone(StoredRow profile) => new(profile.Key, null, profile.Text(0)!, IsKnown: true, IsGone: true, IsAskable: false);

    private async IAsyncEnumerable<StoredRow> StoredAsync(string? after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (before is null)
        {
            yield break;
        }

        await foreach (var row in before.ReadAsync("users_profile", ProfileColumns, after, cancellationToken))
        {
            yield return row;
        }
    }
}
