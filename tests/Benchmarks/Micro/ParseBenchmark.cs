using BenchmarkDotNet.Attributes;

namespace Benchmarks.Micro;

/// <summary>One operation reads one page.</summary>
public class ParseBenchmark
{
    private AnswerSample? _answer;

    public static IEnumerable<string> Samples => Micro.Samples.Answers.Keys;

    [ParamsSource(nameof(Samples))]
    public string Sample { get; set; } = "";

    [GlobalSetup]
    public void Setup() => _answer = Micro.Samples.Answers[Sample];

    [Benchmark]
    public int Parse() => _answer!.Read(_answer.Body);
}
