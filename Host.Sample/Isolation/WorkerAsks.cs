using System.Collections.Concurrent;
using Plugin.Abstractions.Authorization;
using Plugin.Abstractions.Errors;

namespace Host.Sample.Isolation;

/// <summary>Questions of the plugin's process to the host.</summary>
internal sealed class WorkerAsks(FrameChannel channel)
{
    private readonly ConcurrentDictionary<int, Question> _questions = new();
    private int _last;

    public async Task<T> AskAsync<T>(FrameKind kind, int call, byte[] payload, Func<Credential, Task<Credential>>? renew, CancellationToken cancellationToken)
    {
        var id = Interlocked.Increment(ref _last);
        Question question = new(renew);
        _questions[id] = question;

        try
        {
            await channel.SendAsync(new(kind, call, id, payload), cancellationToken);
            var answer = await question.Answer.Task.WaitAsync(cancellationToken);

            return Wire.Read<T>(answer.Payload);
        }
        finally
        {
            _questions.TryRemove(id, out _);
        }
    }

    public void Take(Frame frame)
    {
        if (!_questions.TryGetValue(frame.Ask, out var question))
        {
            return;
        }

        switch (frame.Kind)
        {
            case FrameKind.Answer:
                question.Answer.TrySetResult(frame);
                break;
            case FrameKind.Failure:
                var failed = Wire.Read<Wire.Failed>(frame.Payload);
                question.Answer.TrySetException(
                    failed.IsCancelled ? new OperationCanceledException()
                    : failed.Reason is { } reason ? new ConnectorException(reason, failed.Message, failed.Fix ?? "", failed.Code) { Evidence = failed.Evidence }
                    : new InvalidOperationException(failed.Message));
                break;
            default:
                _ = RenewAsync(frame, question);
                break;
        }
    }

    /// <summary>The host has locked the credential and hands it over; what the plugin makes of it goes back.</summary>
    private async Task RenewAsync(Frame frame, Question question)
    {
        Wire.Token? renewed = null;

        try
        {
            renewed = Wire.Token.Of(await question.Renew!(Wire.Read<Wire.Token>(frame.Payload).ToCredential()));
        }
#pragma warning disable CA1031 // The one who has asked for the renewal throws it.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            question.Answer.TrySetException(exception);
        }

        await channel.SendAsync(new(FrameKind.RenewedCredential, frame.Call, frame.Ask, Wire.Write(new Wire.Held(renewed))), CancellationToken.None);
    }

    private sealed class Question(Func<Credential, Task<Credential>>? renew)
    {
        public Func<Credential, Task<Credential>>? Renew { get; } = renew;

        public TaskCompletionSource<Frame> Answer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
