using System.Buffers.Binary;

namespace Host.Sample.Isolation;

/// <summary>Frames over a pair of pipes: length (4 bytes, little end first), kind (1), call (4), question (4), payload. Sending is safe for several threads.</summary>
internal sealed class FrameChannel(Stream input, Stream output) : IDisposable
{
    private const int HeaderBytes = 13;

    // More than the host takes of a page.
    private const int MaximumBytes = 320 * 1024 * 1024;

    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly byte[] _header = new byte[HeaderBytes];

    public async Task SendAsync(Frame frame, CancellationToken cancellationToken)
    {
        var header = new byte[HeaderBytes];
        BinaryPrimitives.WriteInt32LittleEndian(header, frame.Payload.Length);
        header[4] = (byte)frame.Kind;
        BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(5), frame.Call);
        BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(9), frame.Ask);
        await _turn.WaitAsync(cancellationToken);

        try
        {
            // Never cut off in the middle: what follows could not be read any more.
            await output.WriteAsync(header, CancellationToken.None);
            await output.WriteAsync(frame.Payload, CancellationToken.None);
            await output.FlushAsync(CancellationToken.None);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>The next frame, or null when the other side has ended.</summary>
    /// <exception cref="InvalidDataException">What came is no frame.</exception>
    public async Task<Frame?> ReadAsync(CancellationToken cancellationToken)
    {
        if (await input.ReadAtLeastAsync(_header, HeaderBytes, throwOnEndOfStream: false, cancellationToken) < HeaderBytes)
        {
            return null;
        }

        var length = BinaryPrimitives.ReadInt32LittleEndian(_header);
        var kind = (FrameKind)_header[4];

        if (length is < 0 or > MaximumBytes || !Enum.IsDefined(kind))
        {
            throw new InvalidDataException("What came over the pipe is no message of the host's.");
        }

        var payload = length == 0 ? [] : new byte[length];

        return await input.ReadAtLeastAsync(payload, length, throwOnEndOfStream: false, cancellationToken) < length
            ? null
            : new(kind, BinaryPrimitives.ReadInt32LittleEndian(_header.AsSpan(5)), BinaryPrimitives.ReadInt32LittleEndian(_header.AsSpan(9)), payload);
    }

    public void Dispose() => _turn.Dispose();
}
