using System.Runtime.CompilerServices;

namespace Host.Sample.Licences;

/// <summary>Licence positions: one row an account, drawn from what streams and columns mean.</summary>
public sealed class PositionService
{
    private readonly LicenceViews _views;
    private readonly EvidenceReader _evidence;

    internal PositionService(LicenceViews views, EvidenceReader evidence) => (_views, _evidence) = (views, evidence);

    /// <summary>Some positions with what holds for all.</summary>
    /// <exception cref="HostException"><see cref="HostProblem.NotFound"/>: no such connector, run or account, nothing published yet. <see cref="HostProblem.Conflict"/>: no accounts were collected. <see cref="HostProblem.Usage"/>: idle days out of range.</exception>
    public async Task<PositionPage> PageAsync(string connector, PositionQuery query, CancellationToken cancellationToken)
    {
        var view = await _views.OpenAsync(connector, query.AsOf, query.IdleDays, cancellationToken);

        // Passing over a big inventory takes a second of a thread: not the caller's, who may be drawing a page.
        var page = await Task.Run(() => GatherAsync(view, query, cancellationToken), cancellationToken);

        return query.AccountId is { } account && page.Total == 0
            ? throw new HostException(
                HostProblem.NotFound, $"There is no account '{account}' in the inventory of '{view.Source.Connector.Name}' as of run {view.Source.RunId}.", "Ids are the service's own and exact; search for a name to find one.")
            : page;
    }

    /// <summary>All positions that are wanted, as they are read.</summary>
    /// <inheritdoc cref="PageAsync"/>
    public async IAsyncEnumerable<AccountPosition> PositionsAsync(string connector, PositionQuery query, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var position in PositionsAsync(await _views.OpenAsync(connector, query.AsOf, query.IdleDays, cancellationToken), query, cancellationToken))
        {
            yield return position;
        }
    }

    internal Task<LicenceView> OpenAsync(string connector, PositionQuery query, CancellationToken cancellationToken) =>
        _views.OpenAsync(connector, query.AsOf, query.IdleDays, cancellationToken);

    internal async IAsyncEnumerable<AccountPosition> PositionsAsync(LicenceView view, PositionQuery query, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (!IsAsRead(query))
        {
            // In another order the last account read may be the first.
            PositionSort sort = new(query);

            await foreach (var account in _evidence.AccountsAsync(view, cancellationToken))
            {
                sort.Add(account, PositionRules.Decide(account, view), view.AsOf);
            }

            foreach (var account in sort.Wanted())
            {
                yield return PositionRules.Decide(account, view);
            }

            yield break;
        }

        var (skipped, taken) = (0, 0);

        await foreach (var account in _evidence.AccountsAsync(view, cancellationToken))
        {
            var position = PositionRules.Decide(account, view);

            if (!query.Fits(position, view.AsOf) || skipped++ < query.Skip)
            {
                continue;
            }

            if (taken++ == query.Take)
            {
                yield break;
            }

            yield return position;
        }
    }

    private static bool IsAsRead(PositionQuery query) => query is { Order: PositionOrder.Account, IsDescending: false };

    private async Task<PositionPage> GatherAsync(LicenceView view, PositionQuery query, CancellationToken cancellationToken)
    {
        var counts = Enum.GetValues<LicenceStatus>().ToDictionary(status => status, _ => 0L);
        Dictionary<string, long> types = new(StringComparer.Ordinal);
        List<AccountPosition> positions = [];
        PositionSort? sort = IsAsRead(query) ? null : new(query);
        var total = 0L;

        await foreach (var account in _evidence.AccountsAsync(view, cancellationToken))
        {
            cancellationToken.ThrowIfCancellationRequested();
            var position = PositionRules.Decide(account, view);
            counts[position.Status]++;

            if (position.AccountType is { } type)
            {
                types[type] = types.GetValueOrDefault(type) + 1;
            }

            if (sort is not null)
            {
                sort.Add(account, position, view.AsOf);
            }
            else if (query.Fits(position, view.AsOf) && total++ >= query.Skip && (query.Take is not { } take || positions.Count < take))
            {
                positions.Add(position);
            }
        }

        if (sort is not null)
        {
            total = sort.Count;
            positions.AddRange(sort.Wanted().Select(account => PositionRules.Decide(account, view)));
        }

        return new()
        {
            Connector = view.Source.Connector.Name,
            RunId = view.Source.RunId,
            AsOf = view.AsOf,
            IdleDays = view.IdleDays,
            Counts = counts,
            Types = types,
            Sources = view.Sources,
            WhyUnknown = PositionRules.WhyUnknown(view),
            Total = total,
            Positions = positions,
        };
    }
}
