using System.Buffers;

namespace Plugin.Slack.Api;

/// <summary>A body in a borrowed buffer. Dispose it to give the buffer back, cleared: a body may hold texts that must not outlive it.</summary>
internal sealed class AnswerBody : IDisposable
{
    /// <summary>The most bytes a body may have: a hundred times what a page of 1,000 records has.</summary>
    public const int MaximumBytes = 128 * 1024 * 1024;

    private const int FirstBuffer = 64 * 1024;

    private readonly ArrayPool<byte> _pool;
    private byte[] _buffer;
    private int _length;

    private AnswerBody(ArrayPool<byte> pool, int capacity)
    {
        _pool = pool;
        _buffer = pool.Rent(capacity);
    }

    /// <summary>The bytes.</summary>
    public ReadOnlySpan<byte> Bytes => _buffer.AsSpan(0, _length);

    /// <summary>Reads a body to its end.</summary>
    /// <param name="content">The body.</param>
    /// <param name="pool">Lends the buffer.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <returns>The body, or <see langword="null"/> when it is longer than <see cref="MaximumBytes"/>.</returns>
    public static async Task<AnswerBody?> ReadAsync(HttpContent content, ArrayPool<byte> pool, CancellationToken cancellationToken)
    {
        var expected = content.Headers.ContentLength ?? FirstBuffer;

        if (expected > MaximumBytes)
        {
            return null;
        }

        // One more than expected, so that the end is seen without growing.
        var body = new AnswerBody(pool, Math.Max(FirstBuffer, (int)expected + 1));

        try
        {
            await using var stream = await content.ReadAsStreamAsync(cancellationToken);

            while (await stream.ReadAsync(body._buffer.AsMemory(body._length), cancellationToken) is var read and > 0)
            {
                body._length += read;

                if (body._length > MaximumBytes)
                {
                    body.Dispose();

                    return null;
                }

                if (body._length == body._buffer.Length)
                {
                    body.Grow();
                }
            }

            return body;
        }
        catch
        {
            body.Dispose();

            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_buffer.Length > 0)
        {
            _pool.Return(_buffer, clearArray: true);
            _buffer = [];
            _length = 0;
        }
    }

    private void Grow()
    {
        var larger = _pool.Rent(_buffer.Length * 2);
        _buffer.AsSpan(0, _length).CopyTo(larger);
        _pool.Return(_buffer, clearArray: true);
        _buffer = larger;
    }
}
