using CsCheck;
using Host.Sample.Cli;

namespace Host.Sample.Tests.Cli;

public sealed class CommandLineTests
{
    private static readonly string[] Pieces =
    [
        "serve", "demo", "plugins", "connectors", "runs", "inventory", "features", "list", "add", "show", "export", "changes", "cancel", "run", "--size", "--take", "--skip", "--as-of", "--set",
        "--secret", "--where", "--data", "--address", "--allow-origin", "--json", "--", "-", "", " ", "x", "-1", "99999999999999999999", "a=b", "=", "@", "\0", "\u202E", "http://", "http://[", "--=", "@file",
    ];

    [Theory]
    [InlineData("'x' does not fit --size", "demo", "--size", "x")]
    [InlineData("from 1 to 1,000,000", "demo", "--size", "0")]
    [InlineData("'abc' does not fit <run>: it takes a whole number.", "runs", "show", "abc")]
    [InlineData("does not fit <run>", "runs", "cancel", "99999999999999999999")]
    [InlineData("does not fit --take", "runs", "list", "--take", "0")]
    [InlineData("does not fit --skip", "inventory", "show", "c", "s", "--skip", "-1")]
    [InlineData("does not fit --as-of", "inventory", "list", "c", "--as-of", "first")]
    [InlineData("does not fit --from", "inventory", "changes", "c", "--from", "x")]
    [InlineData("does not fit --to", "inventory", "feed", "c", "--to", "x")]
    [InlineData("does not fit --runs", "connectors", "retention", "c", "--runs", "0")]
    [InlineData("does not fit --days", "connectors", "retention", "c", "--days", "abc")]
    [InlineData("--off goes with neither", "connectors", "retention", "c", "--off", "--days", "3")]
    [InlineData("'banana' is no origin", "plugins", "list", "--allow-origin", "banana")]
    [InlineData("is no origin", "plugins", "list", "--allow-origin", "http://127.0.0.1:4000/path")]
    [InlineData("is no http or https address", "serve", "--address", "banana")]
    [InlineData("is no path for --data", "plugins", "list", "--data", "")]
    [InlineData("is no path for --output", "inventory", "export", "c", "s", "--output", "")]
    [InlineData("The setting 'a' is given twice.", "connectors", "add", "A", "--plugin", "p", "--set", "a=1", "--set", "a=2")]
    [InlineData("A setting is given as name=value.", "connectors", "add", "A", "--plugin", "p", "--set", "a")]
    public void What_does_not_fit_is_told_in_our_words(string says, params string[] arguments)
    {
        var errors = CommandLine.Create().Parse(arguments).Errors.Select(error => error.Message).ToList();

        errors.ShouldContain(message => message.Contains(says, StringComparison.Ordinal), string.Join('\n', errors));
        errors.ShouldAllBe(message => !message.Contains("System.", StringComparison.Ordinal));
    }

    [Fact]
    public void Whatever_is_typed_is_understood_or_refused_but_breaks_nothing() =>
        Gen.Int[0, Pieces.Length - 1].Select(index => Pieces[index]).Array[0, 8].Sample(arguments =>
        {
            var parsed = CommandLine.Create().Parse(arguments);

            return parsed.Errors.All(error => error.Message.Length > 0 && !error.Message.Contains("   at ", StringComparison.Ordinal));
        });
}
