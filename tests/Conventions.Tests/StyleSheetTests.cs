namespace Conventions.Tests;

/// <summary>A rule that is not closed takes all those after it along, and no browser says so.</summary>
public sealed class StyleSheetTests
{
    [Fact]
    public void Every_rule_is_closed_before_the_next_one_begins()
    {
        var open = 0;
        List<string> unclosed = [];

        foreach (var (line, text) in File.ReadLines(Path.Combine(Repository.Root, "Host.Sample", "wwwroot", "host.css")).Index())
        {
            if (open > 0 && text.Length > 0 && !char.IsWhiteSpace(text[0]) && text[0] is not '}')
            {
                unclosed.Add($"line {line + 1}: {text}");
            }

            open += text.Count(character => character is '{') - text.Count(character => character is '}');
        }

        unclosed.ShouldBeEmpty();
        open.ShouldBe(0);
    }
}
