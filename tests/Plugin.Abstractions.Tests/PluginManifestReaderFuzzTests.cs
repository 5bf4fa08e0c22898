using System.Text;
using CsCheck;

namespace Plugin.Abstractions.Tests;

/// <summary>Whatever lies in the folder: no exception, and either a manifest or a sentence for each problem.</summary>
public sealed class PluginManifestReaderFuzzTests
{
    private static readonly byte[] Valid = Encoding.UTF8.GetBytes(PluginManifestReaderTests.Valid);

    [Fact]
    public void Random_bytes_are_told_in_sentences() => Gen.Byte.Array[0, 400].Sample(ShouldBeTold, iter: 5_000);

    [Fact]
    public void Random_texts_are_told_in_sentences() => Gen.String.Select(Encoding.UTF8.GetBytes).Sample(ShouldBeTold, iter: 5_000);

    [Fact]
    public void A_manifest_with_bytes_changed_is_told_in_sentences() =>
        Gen.Select(Gen.Int[0, Valid.Length - 1], Gen.Byte).Array[1, 5].Select(changes =>
        {
            byte[] bytes = [.. Valid];

            foreach (var (index, value) in changes)
            {
                bytes[index] = value;
            }

            return bytes;
        }).Sample(ShouldBeTold, iter: 20_000);

    [Fact]
    public void A_manifest_with_parts_cut_out_or_repeated_is_told_in_sentences() =>
        Gen.Select(Gen.Int[0, Valid.Length], Gen.Int[0, Valid.Length]).Select(cut => (byte[])[.. Valid[..cut.Item1], .. Valid[cut.Item2..]]).Sample(ShouldBeTold, iter: 10_000);

    [Fact]
    public void A_manifest_with_a_value_of_any_text_is_told_in_sentences() =>
        Gen.Select(Gen.Int[0, 11], Gen.String).Select((index, text) => Encoding.UTF8.GetBytes(ReplaceText(index, System.Text.Json.JsonSerializer.Serialize(text)))).Sample(ShouldBeTold, iter: 10_000);

    private static void ShouldBeTold(byte[] bytes)
    {
        var problems = PluginManifestReader.Read(bytes, out var manifest);

        (manifest is null).ShouldBe(problems.Count > 0);
        problems.All(problem => problem.EndsWith('.') && problem.Length < 300 && !problem.Any(char.IsControl)).ShouldBeTrue(string.Join(Environment.NewLine, problems));

        if (manifest is not null)
        {
            // What a host builds paths and routes from must be harmless whenever a manifest is accepted.
            Path.GetFileName(manifest.EntryAssembly).ShouldBe(manifest.EntryAssembly);
            manifest.Id.All(letter => char.IsAsciiLetterLower(letter) || char.IsAsciiDigit(letter) || letter == '-').ShouldBeTrue(manifest.Id);
            manifest.Version.ShouldNotContain("/");
            (manifest.Sandbox ?? "").Split('/').ShouldNotContain("..");
            Path.IsPathRooted(manifest.Sandbox ?? "").ShouldBeFalse();
            manifest.Name.ShouldNotBeNullOrWhiteSpace();
        }
    }

    /// <summary>Replaces the nth text value after a colon.</summary>
    private static string ReplaceText(int index, string json)
    {
        string[] lines = PluginManifestReaderTests.Valid.Split('\n');
        string[] kept = [.. lines.Where(line => line.Contains("\": \"", StringComparison.Ordinal))];
        var line = kept[index % kept.Length];
        var name = line[..(line.IndexOf(':', StringComparison.Ordinal) + 1)];

        return string.Join('\n', lines.Select(other => other == line ? $"{name} {json}{(line.TrimEnd().EndsWith(',') ? "," : "")}" : other));
    }
}
