using Plugin.Abstractions.Collection;
using Plugin.Orchard.Authorization;

namespace Plugin.Orchard.Collection.Streams;

/// <summary>The log of tools, for large orchards only.</summary>
internal sealed class ToolsLogStream : NumberedStream<ToolEvent>
{
    protected override StreamDefinition<ToolEvent> Definition { get; } = new StreamDefinitionBuilder<ToolEvent>(new()
    {
        Id = "tools_log",
        Name = "Tools log",
        Description = "One row is a tool brought in or taken away.",
        Mode = StreamMode.Append,
        Subject = StreamSubject.AppChanges,
        Methods = ["tools.log"],
        Scopes = [OrchardScopes.Tools],
        Plan = "large",
        LostWithout = "Nobody knows which tools are in the orchard and who brought them.",
        References = [new("grower_id", "growers", "grower_id")],
    })
        .Text("event_id", entry => entry.Id, new()
        {
            Description = "The entry's id.",
            Source = "tools.log: entries[].id",
            IsKey = true,
        })
        .Text("tool_id", entry => entry.ToolId, new()
        {
            Description = "The tool's id.",
            Source = "tools.log: entries[].tool.id",
            Semantic = ColumnSemantic.AppId,
        })
        .Text("tool_name", entry => entry.ToolName, new()
        {
            Description = "The tool's name.",
            Source = "tools.log: entries[].tool.name",
            Semantic = ColumnSemantic.DisplayName,
        })
        .Text("change", entry => entry.Change, new()
        {
            Description = "What happened: added or removed.",
            Source = "tools.log: entries[].change",
            Semantic = ColumnSemantic.AppChange,
        })
        .Text("grower_id", entry => entry.GrowerId, new()
        {
            Description = "Who did it.",
            Source = "tools.log: entries[].grower",
            Semantic = ColumnSemantic.AccountId,
            PersonalData = PersonalData.Pseudonym,
        })
        .Timestamp("changed_at", entry => entry.At, new()
        {
            Description = "When.",
            Source = "tools.log: entries[].at",
            Semantic = ColumnSemantic.AppChangedAt,
            PersonalData = PersonalData.Behaviour,
        })
        .Build();

    protected override long Count(OrchardGround ground) => ground.ToolNumbers;

    protected override ToolEvent? Grow(OrchardGround ground, long number, bool isKeyless) => new(ground, number, isKeyless);
}
