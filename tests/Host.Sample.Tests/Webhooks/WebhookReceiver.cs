using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;

namespace Host.Sample.Tests.Webhooks;

/// <summary>A receiver on a real socket that notes down what it is told and answers as the test says.</summary>
internal sealed class WebhookReceiver : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentQueue<WebhookMessage> _messages = new();
    private readonly TaskCompletionSource _begun = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private WebhookReceiver(Func<int, HttpContext, Task>? answer)
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        _app = builder.Build();
        _app.Run(async context =>
        {
            using MemoryStream body = new();
            await context.Request.Body.CopyToAsync(body, context.RequestAborted);
            _messages.Enqueue(new(context.Request.Headers.ToDictionary(header => header.Key.ToLowerInvariant(), header => header.Value.ToString()), body.ToArray()));
            _begun.TrySetResult();
            await (answer?.Invoke(_messages.Count, context) ?? Task.CompletedTask);
        });
    }

    public Uri Address { get; private set; } = new("about:blank");

    public string Origin => Address.GetLeftPart(UriPartial.Authority);

    public IReadOnlyList<WebhookMessage> Messages => [.. _messages];

    /// <summary>Ends when the first message has come.</summary>
    public Task Begun => _begun.Task;

    /// <param name="answer">Answers the message of a number, from 1; null: 200.</param>
    public static async Task<WebhookReceiver> StartAsync(Func<int, HttpContext, Task>? answer = null)
    {
        WebhookReceiver receiver = new(answer);
        await receiver._app.StartAsync(TestContext.Current.CancellationToken);
        receiver.Address = new(receiver._app.Urls.First() + "/hooks?key=kept-in-the-address");

        return receiver;
    }

    /// <summary>Never answers.</summary>
    public static Task HangAsync(HttpContext context) => Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);

    public async ValueTask DisposeAsync()
    {
        using CancellationTokenSource now = new();
        await now.CancelAsync();
        await _app.StopAsync(now.Token);
        await _app.DisposeAsync();
    }
}

/// <summary>A message as it came.</summary>
internal sealed record WebhookMessage(IReadOnlyDictionary<string, string> Headers, byte[] Body)
{
    public string Id => Headers["webhook-id"];
}
