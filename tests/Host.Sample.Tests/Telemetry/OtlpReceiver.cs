using System.Collections.Concurrent;
using System.Net;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Host.Sample.Tests.Telemetry;

/// <summary>Takes metrics and traces by OTLP over http, on a real socket, and keeps the bytes.</summary>
internal sealed class OtlpReceiver : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentDictionary<string, ConcurrentQueue<byte[]>> _bodies = new();

    private OtlpReceiver()
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        _app = builder.Build();
        _app.Run(async context =>
        {
            using MemoryStream body = new();
            await context.Request.Body.CopyToAsync(body, context.RequestAborted);
            _bodies.GetOrAdd($"{context.Request.Path} {context.Request.ContentType}", _ => new()).Enqueue(body.ToArray());
            context.Response.ContentType = "application/x-protobuf";
        });
    }

    public Uri Address { get; private set; } = new("about:blank");

    public string Metrics => Text("/v1/metrics application/x-protobuf");

    public string Traces => Text("/v1/traces application/x-protobuf");

    /// <summary>Where anything came to, and as what.</summary>
    public IReadOnlyList<string> Addresses => [.. _bodies.Keys.Order(StringComparer.Ordinal)];

    public static async Task<OtlpReceiver> StartAsync()
    {
        OtlpReceiver receiver = new();
        await receiver._app.StartAsync(TestContext.Current.CancellationToken);
        receiver.Address = new(receiver._app.Urls.First());

        return receiver;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    // Texts lie in the bytes as they are; whatever is between them is read as Latin-1, so that nothing hides in an encoding error.
    private string Text(string address) => _bodies.TryGetValue(address, out var bodies) ? string.Join('\n', bodies.Select(Encoding.Latin1.GetString)) : "";
}
