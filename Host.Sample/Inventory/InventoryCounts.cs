using Microsoft.Extensions.Caching.Memory;

namespace Host.Sample.Inventory;

/// <summary>Remembers how many rows queries as of published runs gave. Nothing has to be forgotten: such a run never changes, and its number is never given again.</summary>
public sealed class InventoryCounts : IDisposable
{
    private const int Most = 2000;

    private readonly MemoryCache _counts = new(new MemoryCacheOptions { SizeLimit = Most });

    internal async Task<long> GetAsync(string sql, IReadOnlyList<(string Name, object? Value)> values, Func<Task<long>> count)
    {
        var key = (sql, string.Join('\0', values.Select(value => $"{value.Name}={value.Value}")));

        if (!_counts.TryGetValue(key, out long known))
        {
            known = await count();
            _counts.Set(key, known, new MemoryCacheEntryOptions { Size = 1 });
        }

        return known;
    }

    public void Dispose() => _counts.Dispose();
}
