using Host.Sample.Inventory;
using Plugin.Abstractions.Collection;

namespace Benchmarks.Micro;

/// <summary>A page as the plugin gives it to the host, and the table it goes into.</summary>
internal sealed record PageSample(string StreamId, StreamPage Page, InventorySchema Schema);
