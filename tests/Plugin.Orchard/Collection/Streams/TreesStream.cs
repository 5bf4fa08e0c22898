using Plugin.Abstractions.Collection;
using Plugin.Orchard.Authorization;

namespace Plugin.Orchard.Collection.Streams;

/// <summary>The trees.</summary>
internal sealed class TreesStream : NumberedStream<Tree>
{
    public const string StreamId = "trees";
    public const string IdColumn = "tree_id";
    public const string KeeperCountColumn = "keeper_count";

    protected override StreamDefinition<Tree> Definition { get; } = new StreamDefinitionBuilder<Tree>(new()
    {
        Id = StreamId,
        Name = "Trees",
        Description = "One row is a tree.",
        Mode = StreamMode.Snapshot,
        Subject = StreamSubject.Spaces,
        Methods = ["trees.list"],
        Scopes = [OrchardScopes.Trees],
        LostWithout = "Nobody knows which trees there are, nor who looks after them.",
    })
        .Text(IdColumn, tree => tree.Id, new()
        {
            Description = "The tree's id.",
            Source = "trees.list: trees[].id",
            IsKey = true,
            Semantic = ColumnSemantic.SpaceId,
        })
        .Text("name", tree => tree.Name, new()
        {
            Description = "The tree's name.",
            Source = "trees.list: trees[].name",
            Semantic = ColumnSemantic.DisplayName,
        })
        .Boolean("is_felled", tree => tree.IsFelled, new()
        {
            Description = "Whether the tree stands no longer.",
            Source = "trees.list: trees[].felled",
            Semantic = ColumnSemantic.IsRetired,
        })
        .Int64(KeeperCountColumn, tree => tree.KeeperCount, new()
        {
            Description = "How many growers look after the tree.",
            Source = "trees.list: trees[].keepers",
            Semantic = ColumnSemantic.MemberCount,
        })
        .Timestamp("planted_at", tree => tree.PlantedAt, new()
        {
            Description = "When the tree was planted.",
            Source = "trees.list: trees[].planted",
        })
        .Build();

    protected override long Count(OrchardGround ground) => ground.TreeNumbers;

    protected override Tree? Grow(OrchardGround ground, long number, bool isKeyless) => new(ground, number, isKeyless);
}
