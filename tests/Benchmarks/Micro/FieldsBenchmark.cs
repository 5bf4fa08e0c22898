using BenchmarkDotNet.Attributes;
using Host.Sample.Inventory;

namespace Benchmarks.Micro;

/// <summary>One operation takes one page: every field written, every row hashed.</summary>
public class FieldsBenchmark
{
    private PageSample? _page;
    private RowBuffer? _rows;

    public static IEnumerable<string> Samples => Micro.Samples.Pages.Keys;

    [ParamsSource(nameof(Samples))]
    public string Sample { get; set; } = "";

    [GlobalSetup]
    public void Setup()
    {
        _page = Micro.Samples.Pages[Sample];
        _rows = new(_page.Schema);
    }

    [Benchmark]
    public int Fill()
    {
        _rows!.Fill(_page!.Page);

        return _rows.Count;
    }
}
