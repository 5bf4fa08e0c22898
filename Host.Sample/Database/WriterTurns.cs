namespace Host.Sample.Database;

/// <summary>Whose turn it is to write: one at a time, and who is quickly done before those who bring pages and ends of streams, of which there may be hundreds in a row.</summary>
public sealed class WriterTurns
{
    private readonly Lock _gate = new();
    private readonly Queue<TaskCompletionSource> _short = [];
    private readonly Queue<TaskCompletionSource> _long = [];
    private bool _isTaken;

    /// <summary>Waits for its turn; whoever has it gives it back by <see cref="Release"/>.</summary>
    public async Task TakeAsync(bool isShort, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        TaskCompletionSource turn = new(TaskCreationOptions.RunContinuationsAsynchronously);

        lock (_gate)
        {
            if (!_isTaken)
            {
                _isTaken = true;

                return;
            }

            (isShort ? _short : _long).Enqueue(turn);
        }

        await using var giveUp = cancellationToken.Register(() => turn.TrySetCanceled(cancellationToken));
        await turn.Task;
    }

    public void Release()
    {
        lock (_gate)
        {
            while (_short.TryDequeue(out var next) || _long.TryDequeue(out next))
            {
                // Who has given up meanwhile is passed over.
                if (next.TrySetResult())
                {
                    return;
                }
            }

            _isTaken = false;
        }
    }
}
