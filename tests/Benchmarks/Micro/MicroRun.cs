using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;

namespace Benchmarks.Micro;

/// <summary>The parts of the way from the wire to the row that need no disk.</summary>
internal static class MicroRun
{
    private const int MostMeasurements = 30;

    public static async Task<int> ParseAsync(CancellationToken cancellationToken)
    {
        await Samples.TakeAsync(cancellationToken);

        return Tell(Measure<ParseBenchmark>(), sample => (Samples.Answers[sample].Read(Samples.Answers[sample].Body), Samples.Answers[sample].Body.Length));
    }

    public static async Task<int> FieldsAsync(CancellationToken cancellationToken)
    {
        await Samples.TakeAsync(cancellationToken);

        return Tell(Measure<FieldsBenchmark>(), sample => (Samples.Pages[sample].Page.RowCount, 0));
    }

    private static Summary Measure<TBenchmark>()
    {
        var artifacts = Directory.CreateTempSubdirectory("benchmarks-").FullName;

        try
        {
            // In process: the samples are taken once, and nothing has to be built again.
            return BenchmarkRunner.Run<TBenchmark>(ManualConfig.CreateEmpty()
                .AddJob(Job.Default.WithToolchain(new InProcessEmitToolchain(new())).WithMaxIterationCount(MostMeasurements))
                .AddDiagnoser(MemoryDiagnoser.Default)
                .AddLogger(NullLogger.Instance)
                .WithOptions(ConfigOptions.DisableLogFile)
                .WithArtifactsPath(artifacts));
        }
        finally
        {
            Directory.Delete(artifacts, recursive: true);
        }
    }

    private static int Tell(Summary summary, Func<string, (int Records, int Bytes)> size)
    {
        foreach (var report in summary.Reports)
        {
            var sample = (string)report.BenchmarkCase.Parameters["Sample"];

            if (report.ResultStatistics is not { } times)
            {
                Console.Error.WriteLine($"{sample}: not measured.");

                return 1;
            }

            var (records, bytes) = size(sample);
            var allocated = report.GcStats.GetBytesAllocatedPerOperation(report.BenchmarkCase) ?? 0;
            Figures.Write($"{sample}: {records} records{(bytes > 0 ? FormattableString.Invariant($" in {bytes:N0} bytes") : "")}; {times.N} measurements");
            Tell("median", times.Median);
            Tell("best", times.Min);
            Figures.Write($"  allocated {(double)allocated / records:F0} bytes a record");

            void Tell(string which, double nanoseconds) => Figures.Write(
                $"  {which,-6} {nanoseconds / 1_000_000:F2} ms a page, {records * 1e9 / nanoseconds:N0} records/s{(bytes > 0 ? FormattableString.Invariant($", {bytes * 1e3 / nanoseconds:F0} MB/s") : "")}");
        }

        return summary.HasCriticalValidationErrors ? 1 : 0;
    }
}
