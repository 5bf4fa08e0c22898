namespace Conventions.Tests;

/// <summary>The host knows no product: whatever it shows about one comes from a plugin's description.</summary>
public sealed class HostVocabularyTests
{
    private const string Product = "slack";
    private const string Demo = "Host.Sample/Demo/";

    private static IEnumerable<string> HostFiles => Repository.FilesBelow("Host.Sample").Where(path => !path.StartsWith(Demo, StringComparison.Ordinal));

    [Fact]
    public void There_is_a_host_to_look_at() => HostFiles.Count().ShouldBeGreaterThan(10);

    [Fact]
    public void No_file_of_the_host_is_named_after_a_product() => HostFiles.Where(path => path.Contains(Product, StringComparison.OrdinalIgnoreCase)).ShouldBeEmpty();

    [Fact]
    public void No_file_of_the_host_mentions_a_product()
    {
        var mentions = HostFiles.SelectMany(path => Repository.ReadLines(path)
            .Select((line, index) => (line, index))
            .Where(pair => pair.line.Contains(Product, StringComparison.OrdinalIgnoreCase))
            .Select(pair => $"{path}:{pair.index + 1}: {pair.line.Trim()}"));

        mentions.ShouldBeEmpty();
    }
}
