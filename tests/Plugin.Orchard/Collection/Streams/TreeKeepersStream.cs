using System.Globalization;
using System.Runtime.CompilerServices;
using Plugin.Abstractions;
using Plugin.Abstractions.Collection;
using Plugin.Orchard.Api;
using Plugin.Orchard.Authorization;
using Plugin.Orchard.Settings;

namespace Plugin.Orchard.Collection.Streams;

/// <summary>Who looks after which tree: asked tree by tree, and the trees are read back from the run, never kept. The checkpoint is the last tree's key.</summary>
internal sealed class TreeKeepersStream : OrchardStream
{
    private static readonly StreamDefinition<TreeKeeper> Definition = new StreamDefinitionBuilder<TreeKeeper>(new()
    {
        Id = "tree_keepers",
        Name = "Tree keepers",
        Description = "One row is a grower who looks after a tree.",
        Mode = StreamMode.Snapshot,
        Subject = StreamSubject.SpaceMembers,
        Methods = ["trees.keepers"],
        Scopes = [OrchardScopes.Trees],
        LostWithout = "Nobody knows who looks after which tree.",
        ReadsBack = [TreesStream.StreamId],
        References = [new("tree_id", TreesStream.StreamId, TreesStream.IdColumn), new("grower_id", "growers", "grower_id")],
    })
        .Text("tree_id", keeper => keeper.TreeId, new()
        {
            Description = "The tree.",
            Source = "trees.keepers: tree",
            IsKey = true,
            Semantic = ColumnSemantic.SpaceId,
        })
        .Text("grower_id", keeper => keeper.GrowerId, new()
        {
            Description = "The grower.",
            Source = "trees.keepers: keepers[]",
            IsKey = true,
            Semantic = ColumnSemantic.AccountId,
            PersonalData = PersonalData.Pseudonym,
        })
        .Build();

    public override StreamDescription Description => Definition.Description;

    public override async IAsyncEnumerable<StreamPage> CollectAsync(
        ConnectorContext context, OrchardSettings settings, StreamRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var office = new OrchardOffice(context, settings);

        var identity = await office.WhoAmIAsync(cancellationToken);

        if (Refusal(settings, identity.Scopes) is { } refusal)
        {
            yield return Skipped(refusal, office);
            yield break;
        }

        var ground = new OrchardGround(settings, identity.Day);
        var known = Place.Parse(request.ResumeFrom);
        var place = known ?? new(1, null, HasStartedOver: true);
        List<TreeKeeper> keepers = [];
        var startsOver = known is null;

        while (true)
        {
            var (mishap, waited) = await MeetMishapAsync(context, settings, place.Page, cancellationToken);

            if (mishap is MishapKind.Skip)
            {
                yield return Skipped(SkippedOnDemand(), office);
                yield break;
            }

            if (mishap is MishapKind.StartOver && !place.HasStartedOver)
            {
                place = new(1, null, HasStartedOver: true);
                startsOver = true;

                continue;
            }

            await office.WhoAmIAsync(cancellationToken);

            keepers.Clear();
            var last = place.AfterKey;
            var hasMore = false;

            await foreach (var tree in context.Rows.ReadAsync(TreesStream.StreamId, [TreesStream.IdColumn, TreesStream.KeeperCountColumn], place.AfterKey, cancellationToken))
            {
                if (keepers.Count >= settings.RowsPerPage)
                {
                    hasMore = true;

                    break;
                }

                keepers.AddRange(KeepersOf(ground, tree.Text(0) ?? "", tree.Int64(1) ?? 0));
                last = tree.Key;
            }

            var received = keepers.Count;

            if (mishap is MishapKind.Omit && received > 0)
            {
                keepers.RemoveAt(0);
            }

            if (mishap is MishapKind.Keyless && keepers.Count > 0)
            {
                keepers[0] = keepers[0] with { TreeId = null };
            }

            var end = mishap is MishapKind.Partial ? Partial(place.Page) : hasMore ? null : StreamEnd.Complete();
            place = place with { Page = place.Page + 1, AfterKey = last };

            yield return new RecordPage<TreeKeeper>(Definition, [.. keepers])
            {
                Next = end is null ? place.ToCheckpoint() : null,
                End = end,
                StartsOver = startsOver,
                Evidence = Evidence(office, received, keepers.Count, waited, startsOver),
            };

            if (end is not null)
            {
                yield break;
            }

            startsOver = false;
        }
    }

    /// <summary>Neighbours in the list of growers, beginning at one that the tree decides.</summary>
    private static IEnumerable<TreeKeeper> KeepersOf(OrchardGround ground, string treeId, long count)
    {
        var tree = long.TryParse(treeId.AsSpan(Math.Min(1, treeId.Length)), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;
        var growers = Math.Max(1, ground.GrowerNumbers);
        var first = (long)(ground.Chance(5, tree) % (ulong)growers);

        for (var index = 0L; index < Math.Min(count, growers); index++)
        {
            var grower = (first + index) % growers;

            if (!ground.HasLeft(grower))
            {
                yield return new(treeId, Grower.IdOf(grower));
            }
        }
    }

    private sealed record Place(int Page, string? AfterKey, bool HasStartedOver)
    {
        private const char Separator = '\n';

        public static Place? Parse(Checkpoint? checkpoint) => checkpoint switch
        {
            null => new(1, null, HasStartedOver: false),
            _ when checkpoint.Value.Split(Separator, 3) is [var page, var again, var key] && int.TryParse(page, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                => new(number, key.Length == 0 ? null : key, again.Length > 0),
            _ => null,
        };

        public Checkpoint ToCheckpoint() => new($"{Page.ToString(CultureInfo.InvariantCulture)}{Separator}{(HasStartedOver ? "again" : "")}{Separator}{AfterKey}");
    }
}
