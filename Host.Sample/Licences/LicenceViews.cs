using Host.Sample.Database;
using Host.Sample.Inventory;
using Microsoft.EntityFrameworkCore;
using Plugin.Abstractions;
using Plugin.Abstractions.Collection;

namespace Host.Sample.Licences;

/// <summary>Gathers what positions are decided from.</summary>
internal sealed class LicenceViews(IDbContextFactory<HostDatabase> databases, InventoryReader inventory, EvidenceReader evidence, IConnectorDescriber describer)
{
    /// <summary>The view as of a run.</summary>
    /// <param name="connector">Name or id.</param>
    /// <param name="asOf">As of when.</param>
    /// <param name="idleDays">After how many days without use an account is idle; null: as the terms say.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="HostException">As <see cref="InventoryReader.OpenAsync"/>; <see cref="HostProblem.Conflict"/>: accounts were never collected; <see cref="HostProblem.Usage"/>: no such number of days.</exception>
    public async Task<LicenceView> OpenAsync(string connector, AsOf asOf, int? idleDays, CancellationToken cancellationToken)
    {
        return await OpenAsync(await inventory.OpenAsync(connector, asOf, cancellationToken), idleDays, cancellationToken);
    }

    /// <summary>As the other, of an inventory that is open already: with the terms that the connector had then.</summary>
    public async Task<LicenceView> OpenAsync(InventorySource source, int? idleDays, CancellationToken cancellationToken)
    {
        var meanings = source.Schemas.Select(schema => new StreamMeaning(schema)).ToList();

        var accounts = meanings.Find(stream => stream.Subject is StreamSubject.Accounts && stream.Has(ColumnSemantic.AccountId)) ?? throw new HostException(
            HostProblem.Conflict,
            $"There are no accounts in the inventory of '{source.Connector.Name}', so nothing can be said of its licences.",
            "Collect the stream that lists accounts: 'inventory list' shows what there is, and each stream that was skipped says why.");
        var description = await DescribeAsync(source.Connector.PluginId, cancellationToken);
        var terms = SeatTermsStore.Read(source.Connector);
        var line = await RunHistory.ReadAsync(databases, source, cancellationToken);
        var seats = meanings.Find(stream => stream.Subject is StreamSubject.Seats && stream.Has(ColumnSemantic.AccountId, ColumnSemantic.SeatBilled))
            ?? meanings.Find(stream => stream.Subject is StreamSubject.Accounts && stream.Has(ColumnSemantic.AccountId, ColumnSemantic.SeatBilled));
        List<SignalSource> sources = [];

        foreach (var (stream, table) in Signs(meanings, description))
        {
            var covers = await evidence.CoversAsync(source, stream, table, line, cancellationToken);
            sources.Add(Source(stream, covers, line.States.GetValueOrDefault(stream.Id), isRequired: description is null || stream.IsOnByDefault));
        }

        return new()
        {
            Source = source,
            AsOf = line.Runs.Find(source.RunId)!.At,
            Rules = description?.SeatRules,
            Terms = terms,
            IdleDays = IdleDays(idleDays ?? terms.IdleDays, description?.SeatRules),
            Sources = sources,
            Seats = seats,
            SeatRuns = new(seats is null ? [] : line.Complete(seats.Id)),
            AccountRuns = new(line.Complete(accounts.Id)),
            Runs = line.Runs,
            States = line.States,
        };
    }

    /// <summary>The days, or those that the service counts itself, or the usual ones.</summary>
    /// <exception cref="HostException"><see cref="HostProblem.Usage"/>.</exception>
    internal static int IdleDays(int? wanted, SeatRules? rules) => wanted switch
    {
        null => rules?.UnchargedAfter is { TotalDays: >= 1 and <= SeatTermsCheck.MostIdleDays } time ? (int)time.TotalDays : SeatTerms.UsualIdleDays,
        >= 1 and <= SeatTermsCheck.MostIdleDays => wanted.Value,
        _ => throw new HostException(HostProblem.Usage, $"{wanted} idle days cannot be used.", $"Give a whole number from 1 to {SeatTermsCheck.MostIdleDays}."),
    };

    /// <summary>Streams that name an account and a moment of use: those that the plugin has, also such as were never collected, and those that it once had.</summary>
    private static IEnumerable<(StreamDescription Stream, StreamMeaning? Table)> Signs(List<StreamMeaning> tables, ConnectorDescription? description)
    {
        var described = (description?.Streams ?? []).Where(IsSign).ToList();

        foreach (var stream in described)
        {
            yield return (stream, tables.Find(table => table.Id == stream.Id));
        }

        foreach (var table in tables.Where(table => table.Has(ColumnSemantic.AccountId, ColumnSemantic.ActivityAt) && !described.Exists(stream => stream.Id == table.Id)))
        {
            yield return (table.Description with { IsOnByDefault = description is null && table.Description.IsOnByDefault }, table);
        }
    }

    private static bool IsSign(StreamDescription stream) =>
        stream.Columns.Any(column => column.Meaning.Semantic is ColumnSemantic.AccountId) && stream.Columns.Any(column => column.Meaning.Semantic is ColumnSemantic.ActivityAt);

    private static SignalSource Source(StreamDescription stream, (DateTimeOffset From, DateTimeOffset To)? covers, StreamRun? run, bool isRequired)
    {
        var column = stream.Columns.First(column => column.Meaning.Semantic is ColumnSemantic.ActivityAt);
        var isComplete = run?.State is StreamState.Complete;

        return new()
        {
            StreamId = stream.Id,
            Stream = stream.Name,
            Column = column.Name,
            Says = column.Meaning.Description,
            Precision = SignalSource.PrecisionOf(column.Meaning.Precision),
            IsRequired = isRequired,
            CoversFrom = covers?.From,
            CoversTo = covers?.To,
            State = run?.State,
            Message = isComplete ? null : run is null ? "The run was not asked for it." : run.Message ?? (run.Code is "not_chosen" ? "It is not among the connector's streams." : "It is not complete."),
            Fix = isComplete ? null : run?.Fix ?? "Choose it among the connector's streams and run the connector again.",
        };
    }

    private async Task<ConnectorDescription?> DescribeAsync(string pluginId, CancellationToken cancellationToken)
    {
        try
        {
            return await describer.DescribeAsync(pluginId, cancellationToken);
        }
        catch (HostException exception) when (exception.Problem is HostProblem.NotFound or HostProblem.PluginUnavailable)
        {
            // What was collected is kept without its plugin; how the service charges is then not known.
            return null;
        }
    }
}
