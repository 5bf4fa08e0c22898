using System.Globalization;
using System.Text;
using Plugin.Abstractions;

namespace Plugin.Slack.Tests.Authorization;

/// <summary>Writes <c>docs/scopes.md</c> from the connector's description.</summary>
internal static class ScopesPage
{
    public static string Write(ConnectorDescription description)
    {
        StringBuilder page = new();
        page.Append(
            """
            # Scopes

            What each permission is for, which stream uses it, and what is lost without it. All are user scopes, and the connector only reads with them. A
            scope that was not granted costs its streams and nothing else: they are skipped, or partial, and say so.

            This page is written from the definitions and checked by a test; to write it anew run the tests of `Plugin.Slack.Tests` with `UPDATE_DOCS=1`.

            | Scope | What for | Used by | Lost without it |
            |---|---|---|---|

            """.ReplaceLineEndings("\n"));

        foreach (var scope in description.Scopes)
        {
            var streams = description.Streams.Where(stream => stream.Scopes.Contains(scope.Name)).ToList();
            var columns = description.Streams.SelectMany(stream => stream.Columns.Where(column => column.Meaning.Scope == scope.Name).Select(column => (Stream: stream, Column: column))).ToList();
            var users = streams.Concat(columns.Select(pair => pair.Stream)).Distinct()
                .Select(stream => $"[`{stream.Id}`](streams/{stream.Id}.md) ({string.Join(", ", stream.Methods.Select(method => $"`{method}`"))})");
            var losses = streams.Select(stream => $"`{stream.Id}`: {stream.LostWithout}")
                .Concat(columns.GroupBy(pair => pair.Stream.Id, pair => pair.Column).Select(stream => $"`{stream.Key}`: nothing of {string.Join(", ", stream.Select(column => $"`{column.Name}`"))}"));
            page.Append(CultureInfo.InvariantCulture, $"| `{scope.Name}`{(scope.IsOptional ? " (optional)" : "")} | {scope.Reason} | {string.Join(", ", users)} | {string.Join("<br>", losses)} |\n");
        }

        return page.ToString();
    }
}
