using Host.Sample.Inventory;

namespace Host.Sample.Insights;

/// <summary>Figures that are kept.</summary>
/// <param name="Name">What they are kept under.</param>
/// <param name="BasisAsync">All that they follow from besides the run's rows, as text.</param>
/// <param name="CountAsync">Works them out, from nothing else than the inventory as it was opened, the store and the basis. May take many seconds.</param>
internal sealed record FiguresKind<T>(string Name, Func<InventorySource, CancellationToken, Task<string>> BasisAsync, Func<InventorySource, CancellationToken, Task<T>> CountAsync)
    where T : class;

/// <summary>Figures, or why there are none. Neither: they are being worked out.</summary>
/// <param name="Figures">The figures.</param>
/// <param name="Problem">Why they cannot be worked out.</param>
/// <param name="Basis">A hash of all that they follow from besides the run's rows.</param>
internal sealed record Kept<T>(T? Figures, HostException? Problem, string Basis)
    where T : class;
