using System.Text.Json;

namespace EndToEnd.Tests;

/// <summary>What a verb left behind.</summary>
/// <param name="ExitCode">0, or the number that the documentation gives the trouble.</param>
/// <param name="Output">Standard output.</param>
/// <param name="Errors">Standard error.</param>
public sealed record Finished(int ExitCode, string Output, string Errors)
{
    public JsonElement Json() => JsonDocument.Parse(Output).RootElement;

    public Finished ShouldSucceed()
    {
        ExitCode.ShouldBe(0, $"{Output}\n{Errors}");

        return this;
    }

    public Finished ShouldFailWith(int exitCode)
    {
        ExitCode.ShouldBe(exitCode, $"{Output}\n{Errors}");
        Errors.ShouldNotBeEmpty();
        Errors.ShouldNotContain("   at ");

        return this;
    }
}
