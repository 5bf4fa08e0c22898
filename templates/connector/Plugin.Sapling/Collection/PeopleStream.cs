using System.Runtime.CompilerServices;
using Plugin.Abstractions;
using Plugin.Abstractions.Collection;
using Plugin.Sapling.Api;

namespace Plugin.Sapling.Collection;

/// <summary>people: everybody with an account. One file a stream: method, key, columns, and how it is read.</summary>
internal static class PeopleStream
{
    // A checkpoint is the service's own cursor; the first page has none.
    public static StreamDefinition<Person> Definition { get; } = new StreamDefinitionBuilder<Person>(new()
    {
        Id = "people",
        Name = "People",
        Description = "One row is a person with an account.",
        Mode = StreamMode.Snapshot,
        Subject = StreamSubject.Accounts,
        Methods = ["GET /people"],
        Scopes = ["people:read"],
        LostWithout = "Nobody knows who has an account.",
    })
        .Text("person_id", person => person.Id, new()
        {
            Description = "The person's id.",
            Source = "GET /people: people[].id",
            IsKey = true,
            Semantic = ColumnSemantic.AccountId,
            PersonalData = PersonalData.Pseudonym,
        })
        .Text("name", person => person.Name, new()
        {
            Description = "The person's name.",
            Source = "GET /people: people[].name",
            Semantic = ColumnSemantic.DisplayName,
            PersonalData = PersonalData.Identity,
        })
        .Text("status", person => person.Status, new()
        {
            Description = "Whether the person can sign in: active or deactivated.",
            Source = "GET /people: people[].status",
            Semantic = ColumnSemantic.AccountStatus,
        })
        .Build();

    public static async IAsyncEnumerable<StreamPage> CollectAsync(ConnectorContext context, StreamRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var client = new SaplingClient(context);
        var cursor = request.ResumeFrom?.Value;
        var startsOver = false;
        var calls = 0;

        while (true)
        {
            calls++;

            if (await client.PeopleAsync(cursor, cancellationToken) is not { } page)
            {
                // The place is lost: begin again and say so, rather than go on with a gap.
                (cursor, startsOver) = (null, true);

                continue;
            }

            var received = page.People ?? [];
            List<Person> kept = [.. received.Where(person => !string.IsNullOrEmpty(person.Id))];

            yield return new RecordPage<Person>(Definition, kept)
            {
                StartsOver = startsOver,
                Next = page.NextCursor is { } next ? new(next) : null,
                End = page.NextCursor is null ? StreamEnd.Complete() : null,
                Evidence = new()
                {
                    Calls = calls,
                    Received = received.Count,
                    Omitted = kept.Count < received.Count ? [new("no_id", "The record has no id.", received.Count - kept.Count)] : [],
                },
            };

            if (page.NextCursor is null)
            {
                yield break;
            }

            (cursor, startsOver, calls) = (page.NextCursor, false, 0);
        }
    }
}
