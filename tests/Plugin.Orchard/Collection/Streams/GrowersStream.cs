using Plugin.Abstractions.Collection;
using Plugin.Orchard.Authorization;

namespace Plugin.Orchard.Collection.Streams;

/// <summary>Everybody who works in the orchard, and whose seat is paid for.</summary>
internal sealed class GrowersStream : NumberedStream<Grower>
{
    protected override StreamDefinition<Grower> Definition { get; } = new StreamDefinitionBuilder<Grower>(new()
    {
        Id = "growers",
        Name = "Growers",
        Description = "One row is a person who works in the orchard.",
        Mode = StreamMode.Snapshot,
        Subject = StreamSubject.Accounts,
        Methods = ["growers.list"],
        Scopes = [OrchardScopes.Growers],
        LostWithout = "Nobody knows who works in the orchard or whose seat is paid for.",
    })
        .Text("grower_id", grower => grower.Id, new()
        {
            Description = "The grower's id.",
            Source = "growers.list: growers[].id",
            IsKey = true,
            Semantic = ColumnSemantic.AccountId,
            PersonalData = PersonalData.Pseudonym,
        })
        .Text("name", grower => grower.Name, new()
        {
            Description = "The grower's name.",
            Source = "growers.list: growers[].name",
            Semantic = ColumnSemantic.DisplayName,
            PersonalData = PersonalData.Identity,
        })
        .Text("email", grower => grower.Email, new()
        {
            Description = "The grower's e-mail address.",
            Source = "growers.list: growers[].email",
            NullMeans = "The grower shows no address.",
            Semantic = ColumnSemantic.Email,
            PersonalData = PersonalData.Identity,
        })
        .Text("type", grower => grower.Type, new()
        {
            Description = "What the grower does: picker, pruner, head_grower or guest.",
            Source = "growers.list: growers[].type",
            Semantic = ColumnSemantic.AccountType,
        })
        .Text("status", grower => grower.Status, new()
        {
            Description = "Whether the grower can come in: active, invited or deactivated.",
            Source = "growers.list: growers[].status",
            Semantic = ColumnSemantic.AccountStatus,
        })
        .Boolean("has_paid_seat", grower => grower.HasPaidSeat, new()
        {
            Description = "Whether the orchard pays for the grower's seat now.",
            Source = "growers.list: growers[].paid",
            Semantic = ColumnSemantic.SeatBilled,
        })
        .Decimal("wage", grower => grower.Wage, new()
        {
            Description = "What the grower earns a month.",
            Source = "growers.list: growers[].wage",
            PersonalData = PersonalData.Identity,
        })
        .Timestamp("joined_at", grower => grower.JoinedAt, new()
        {
            Description = "When the grower first came.",
            Source = "growers.list: growers[].joined",
        })
        .Json("baskets", grower => grower.Baskets, new()
        {
            Description = "The grower's baskets by size.",
            Source = "growers.list: growers[].baskets",
        })
        .Build();

    protected override long Count(OrchardGround ground) => ground.GrowerNumbers;

    protected override Grower? Grow(OrchardGround ground, long number, bool isKeyless) => ground.HasLeft(number) ? null : new(ground, number, isKeyless);
}
