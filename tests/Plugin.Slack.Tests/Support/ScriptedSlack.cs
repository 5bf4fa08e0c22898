using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Plugin.Slack.Tests.Support;

/// <summary>A server for answers that the sandbox does not give: each method has a list of answers, the last of which is repeated.</summary>
internal sealed class ScriptedSlack : IAsyncDisposable
{
    private readonly WebApplication _application;
    private readonly ConcurrentDictionary<string, ConcurrentQueue<Func<HttpContext, Task>>> _answers = [];

    private ScriptedSlack()
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        _application = builder.Build();
        _application.Run(AnswerAsync);
    }

    public Uri Address { get; private set; } = null!;

    public ConcurrentQueue<(string Method, Dictionary<string, string> Form, string? Authorization, string? ContentType)> Calls { get; } = [];

    public static async Task<ScriptedSlack> StartAsync(CancellationToken cancellationToken)
    {
        ScriptedSlack server = new();
        await server._application.StartAsync(cancellationToken);
        server.Address = new(server._application.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First() + "/");

        return server.On("auth.test", """{"ok":true,"url":"https://acme.slack.com/","team":"Acme","user":"grace","team_id":"T1","user_id":"U1"}""");
    }

    public int CallsOf(string method) => Calls.Count(call => call.Method == method);

    public Dictionary<string, string>[] FormsOf(string method) => [.. Calls.Where(call => call.Method == method).Select(call => call.Form)];

    /// <summary>Adds an answer with HTTP 200 and JSON.</summary>
    public ScriptedSlack On(string method, string json) => On(method, 200, json);

    public ScriptedSlack On(string method, int status, string body, string? contentType = "application/json; charset=utf-8", params (string Name, string Value)[] headers) => On(method, async context =>
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = contentType;

        foreach (var (name, value) in headers)
        {
            context.Response.Headers[name] = value;
        }

        await context.Response.Body.WriteAsync(System.Text.Encoding.UTF8.GetBytes(body), context.RequestAborted);
    });

    public ScriptedSlack On(string method, Func<HttpContext, Task> answer)
    {
        _answers.GetOrAdd(method, _ => []).Enqueue(answer);

        return this;
    }

    /// <summary>Forgets the answers of a method.</summary>
    public ScriptedSlack Anew(string method)
    {
        _answers.TryRemove(method, out _);

        return this;
    }

    public async ValueTask DisposeAsync()
    {
        using CancellationTokenSource now = new();
        await now.CancelAsync();
        await _application.StopAsync(now.Token);
        await _application.DisposeAsync();
    }

    private async Task AnswerAsync(HttpContext context)
    {
        var method = context.Request.Path.Value!["/api/".Length..];
        var form = context.Request.HasFormContentType ? (await context.Request.ReadFormAsync(context.RequestAborted)).ToDictionary(field => field.Key, field => field.Value.ToString()) : [];
        Calls.Enqueue((method, form, context.Request.Headers.Authorization, context.Request.ContentType));

        if (!_answers.TryGetValue(method, out var answers))
        {
            context.Response.StatusCode = 404;

            return;
        }

        var answer = answers.Count > 1 && answers.TryDequeue(out var next) ? next : answers.TryPeek(out var last) ? last : throw new InvalidOperationException("No answer.");
        await answer(context);
    }
}
