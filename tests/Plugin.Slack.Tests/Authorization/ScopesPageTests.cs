using Plugin.Abstractions;
using Plugin.Slack.Tests.Support;

namespace Plugin.Slack.Tests.Authorization;

public sealed class ScopesPageTests
{
    [Fact]
    public async Task The_page_says_what_the_definitions_say()
    {
        var path = RepositoryFile.PathOf("docs/scopes.md");
        var written = ScopesPage.Write(Describe());

        if (Environment.GetEnvironmentVariable("UPDATE_DOCS") is "1")
        {
            await File.WriteAllTextAsync(path, written, TestContext.Current.CancellationToken);
        }

        (await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken)).ReplaceLineEndings("\n")
            .ShouldBe(written, "Run the tests with UPDATE_DOCS=1 to write docs/scopes.md anew.");
    }

    [Fact]
    public void Every_scope_that_is_asked_for_is_used_and_every_scope_that_is_used_is_asked_for()
    {
        var description = Describe();
        var used = description.Streams.SelectMany(stream => stream.Scopes.Concat(stream.Columns.Select(column => column.Meaning.Scope).OfType<string>())).Distinct();

        used.Order(StringComparer.Ordinal).ShouldBe(description.Scopes.Select(scope => scope.Name).Order(StringComparer.Ordinal));
        description.Scopes.Count(scope => !scope.IsOptional).ShouldBe(13);
    }

    private static ConnectorDescription Describe()
    {
        using SlackTestBench bench = new(new("http://127.0.0.1:1/"));

        return bench.Connector.Describe();
    }
}
