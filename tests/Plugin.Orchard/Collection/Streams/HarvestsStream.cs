using Plugin.Abstractions.Collection;
using Plugin.Orchard.Authorization;

namespace Plugin.Orchard.Collection.Streams;

/// <summary>The log of work: what came before stays, each day adds to it.</summary>
internal sealed class HarvestsStream : NumberedStream<Harvest>
{
    protected override StreamDefinition<Harvest> Definition { get; } = new StreamDefinitionBuilder<Harvest>(new()
    {
        Id = "harvests",
        Name = "Harvests",
        Description = "One row is a grower's work at a tree, at a time.",
        Mode = StreamMode.Append,
        Subject = StreamSubject.Activity,
        Methods = ["harvests.list"],
        Scopes = [OrchardScopes.Harvests],
        LostWithout = "Nobody knows who has worked lately and whose seat is idle.",
        References = [new("grower_id", "growers", "grower_id"), new("tree_id", TreesStream.StreamId, TreesStream.IdColumn)],
    })
        .Text("harvest_id", harvest => harvest.Id, new()
        {
            Description = "The entry's id.",
            Source = "harvests.list: harvests[].id",
            IsKey = true,
        })
        .Text("grower_id", harvest => harvest.GrowerId, new()
        {
            Description = "Who worked.",
            Source = "harvests.list: harvests[].grower",
            Semantic = ColumnSemantic.AccountId,
            PersonalData = PersonalData.Pseudonym,
        })
        .Text("tree_id", harvest => harvest.TreeId, new()
        {
            Description = "At which tree.",
            Source = "harvests.list: harvests[].tree",
            Semantic = ColumnSemantic.SpaceId,
        })
        .Text("kind", harvest => harvest.Kind, new()
        {
            Description = "What was done: picking, pruning or watering.",
            Source = "harvests.list: harvests[].kind",
            Semantic = ColumnSemantic.ActivityKind,
            PersonalData = PersonalData.Behaviour,
        })
        .Timestamp("harvested_at", harvest => harvest.At, new()
        {
            Description = "When.",
            Source = "harvests.list: harvests[].at",
            Semantic = ColumnSemantic.ActivityAt,
            PersonalData = PersonalData.Behaviour,
        })
        .Decimal("weight", harvest => harvest.Weight, new()
        {
            Description = "How many kilograms were picked.",
            Source = "harvests.list: harvests[].weight",
            NullMeans = "Nothing was picked.",
        })
        .Build();

    protected override long Count(OrchardGround ground) => ground.HarvestNumbers;

    protected override Harvest? Grow(OrchardGround ground, long number, bool isKeyless) => new(ground, number, isKeyless);
}
