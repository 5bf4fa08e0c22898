using System.Runtime.CompilerServices;
using Plugin.Abstractions.Collection;
using Plugin.Slack.Collection;

namespace Plugin.Slack.Tests.Collection;

public sealed class ReadBackTests
{
    [Fact]
    public async Task Rows_of_a_stream_that_no_run_has_collected_are_none()
    {
        List<StoredRow> rows = [];

        await foreach (var row in ReadBack.ReadAsync(new NoTables(), "direct_conversations", ["channel_id"], null, TestContext.Current.CancellationToken))
        {
            rows.Add(row);
        }

        rows.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_store_that_fails_is_not_taken_for_an_empty_one() => await Should.ThrowAsync<IOException>(async () =>
    {
        await foreach (var row in ReadBack.ReadAsync(new NoTables(isBroken: true), "direct_conversations", ["channel_id"], null, TestContext.Current.CancellationToken))
        {
            row.ShouldBeNull();
        }
    });

    /// <summary>As the contract has it: no such stream is an argument that is wrong.</summary>
    private sealed class NoTables(bool isBroken = false) : IRunRows
    {
        public async IAsyncEnumerable<StoredRow> ReadAsync(string streamId, IReadOnlyList<string> columns, string? afterKey, [EnumeratorCancellation] CancellationToken cancellationToken)
        {
            await Task.Yield();

            if (isBroken)
            {
                throw new IOException("The disk is gone.");
            }

            if (columns.Count > 0)
            {
                throw new ArgumentException($"There are no rows of a stream '{streamId}'.", nameof(streamId));
            }

            yield break;
        }
    }
}
