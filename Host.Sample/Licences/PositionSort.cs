namespace Host.Sample.Licences;

/// <summary>Puts the accounts that fit a question in its order. Keeps of each only what decides its place, so that it holds also where the evidence is not remembered.</summary>
/// <param name="query">The question.</param>
internal sealed class PositionSort(PositionQuery query)
{
    private readonly List<Place> _places = [];

    /// <summary>How many fit.</summary>
    public long Count => _places.Count;

    public void Add(AccountEvidence account, AccountPosition position, DateTimeOffset asOf)
    {
        if (query.Fits(position, asOf))
        {
            _places.Add(new(account, Text(position), Number(position), _places.Count));
        }
    }

    /// <summary>Those of the page that is asked for.</summary>
    public IEnumerable<AccountEvidence> Wanted()
    {
        _places.Sort(Compare);

        return _places.Skip(query.Skip).Take(query.Take ?? int.MaxValue).Select(place => place.Account);
    }

    private string? Text(AccountPosition position) => query.Order switch
    {
        PositionOrder.Name => position.DisplayName,
        PositionOrder.Type => position.AccountType,
        _ => null,
    };

    private long? Number(AccountPosition position) => query.Order switch
    {
        PositionOrder.LastSeen => position.LastSeen?.CountsAs?.UtcTicks,
        PositionOrder.Billed => (long)position.Billed,
        PositionOrder.Status => (long)position.Status,
        _ => null,
    };

    // Where nothing is known there is nothing to order by: last, whichever way.
    private int Compare(Place one, Place other)
    {
        var (known, otherKnown) = (one.Text is not null || one.Number is not null, other.Text is not null || other.Number is not null);

        if (known != otherKnown)
        {
            return known ? -1 : 1;
        }

        var order = one.Number is { } number && other.Number is { } against ? number.CompareTo(against) : string.Compare(one.Text, other.Text, StringComparison.OrdinalIgnoreCase);
        order = order == 0 && query.Order is PositionOrder.Account ? one.Read.CompareTo(other.Read) : order;
        order = query.IsDescending ? -order : order;

        return order != 0 ? order : one.Read.CompareTo(other.Read);
    }

    /// <param name="Account">The account.</param>
    /// <param name="Text">What its place is by; null: by the number, or nothing is known.</param>
    /// <param name="Number">As <paramref name="Text"/>.</param>
    /// <param name="Read">Its place in the order of reading.</param>
    private readonly record struct Place(AccountEvidence Account, string? Text, long? Number, int Read);
}
