using Host.Sample.Database;
using Host.Sample.Inventory;
using Microsoft.EntityFrameworkCore;
using Plugin.Abstractions.Collection;

namespace Host.Sample.Insights;

/// <summary>Groups of accounts by size: from the service's own count, else from the list of members.</summary>
internal sealed class GroupHealth(IDbContextFactory<HostDatabase> databases, InventoryReader inventory)
{
    private const string At = "connector_id = @connector AND " + InventoryTables.ValidAtRun;

    private static readonly (int Least, int? Most)[] Steps = [(0, 0), (1, 1), (2, 10), (11, 50), (51, 200), (201, null)];

    /// <summary>Counts of all; null when the plugin has no stream of groups.</summary>
    public async Task<GroupFigures?> CountAsync(InventorySource source, CancellationToken cancellationToken)
    {
        var tables = source.Schemas.Select(schema => new StreamMeaning(schema)).ToList();

        if (tables.Find(table => table.Subject is StreamSubject.Groups) is not { } groups)
        {
            return null;
        }

        var members = groups.Has(ColumnSemantic.MemberCount) ? null : tables.Find(table => table.Subject is StreamSubject.GroupMembers && table.Has(ColumnSemantic.GroupId, ColumnSemantic.AccountId));
        var areMembersWhole = members is not null && groups.Has(ColumnSemantic.GroupId) && await IsCompleteAsync(source.RunId, members.Id, cancellationToken);
        var size = groups.Has(ColumnSemantic.MemberCount) ? groups.Column(ColumnSemantic.MemberCount) : areMembersWhole ? "coalesce(member.size, 0)" : "NULL";
        var join = areMembersWhole ? $" LEFT JOIN member ON member.id = {groups.Column(ColumnSemantic.GroupId)}" : "";
        var with = areMembersWhole ? $"WITH member(id, size) AS MATERIALIZED (SELECT {members![ColumnSemantic.GroupId]}, count(*) FROM {members.Table} WHERE {At} GROUP BY 1) " : "";
        var isInUse = $"{groups.Column(ColumnSemantic.IsRetired)} IS DISTINCT FROM 1";
        var steps = string.Concat(Steps.Select(step => $", count(*) FILTER (WHERE {isInUse} AND {size} >= {SqlName.Number(step.Least)}{(step.Most is { } most ? $" AND {size} <= {SqlName.Number(most)}" : "")})"));
        var sql = $"{with}SELECT count(*) FILTER (WHERE {isInUse}), count(*) FILTER (WHERE NOT ({isInUse})), count(*) FILTER (WHERE {isInUse} AND {size} IS NULL){steps} FROM {groups.Table}{join} WHERE {At}";

        await foreach (var figures in inventory.ReadAsync(
            sql,
            [("@connector", source.Connector.Id), ("@run", source.RunId)],
            reader => new GroupFigures(
                groups.Name,
                reader.GetInt64(0),
                groups.Has(ColumnSemantic.IsRetired) ? reader.GetInt64(1) : null,
                size == "NULL" ? [] : [.. Steps.Select((step, place) => new GroupSize(step.Least, step.Most, reader.GetInt64(3 + place)))],
                reader.GetInt64(2),
                reader.GetInt64(2) == 0 ? null : Why(groups, members)),
            cancellationToken))
        {
            return figures;
        }

        return null;
    }

    private static string Why(StreamMeaning groups, StreamMeaning? members) => groups.Has(ColumnSemantic.MemberCount)
        ? $"{groups.Name} do not say of all how many members they have."
        : members is null ? "No stream of this connector tells who is in them." : $"{members.Name} were not read whole.";

    private async Task<bool> IsCompleteAsync(long runId, string streamId, CancellationToken cancellationToken)
    {
        await using var database = await databases.CreateDbContextAsync(cancellationToken);

        return await database.StreamRuns.AnyAsync(stream => stream.RunId == runId && stream.StreamId == streamId && stream.State == StreamState.Complete, cancellationToken);
    }
}
