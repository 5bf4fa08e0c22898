using System.Globalization;
using System.Text.Json;
using Host.Sample.Database;

namespace Host.Sample.Api;

/// <summary>Turns whatever goes wrong behind it into one form, without a stack.</summary>
internal sealed partial class ProblemGuard(RequestDelegate next, HostStore store, ILogger<ProblemGuard> logger)
{
    public async Task InvokeAsync(HttpContext context)
    {
        try
        {
            await next(context);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // Nobody is there to be told.
            return;
        }
        catch (Exception exception) when (!context.Response.HasStarted)
        {
            await Problem.WriteAsync(context, Explain(exception));

            return;
        }

        var isBare = context.Response is { HasStarted: false, StatusCode: >= 400, ContentLength: null, ContentType: null };

        if (isBare)
        {
            await Problem.WriteAsync(context, Problem.OfStatus(context.Response.StatusCode));
        }
    }

    private Problem Explain(Exception exception)
    {
        switch (exception)
        {
            case HostException known:
                return Problem.Of(known);

            case BadHttpRequestException { InnerException: JsonException json }:
                return Problem.OfStatus(StatusCodes.Status400BadRequest) with { Detail = Where(json), Fix = "Correct the JSON; see /openapi/v1.json for what this address takes." };

            case BadHttpRequestException request:
                return Problem.OfStatus(request.StatusCode);

            case var other when StoreFailure.IsOne(other):
                return Problem.Of(StoreFailure.Explain(other, store.Name));

            default:
                LogDefect(exception);

                return Problem.Of(new(HostProblem.Internal, "The host has met a defect of its own.", "Look into the host's log for this moment, and report it."));
        }
    }

    // Path and line are the sender's own; the exception's text would name our types.
    private static string Where(JsonException exception) => exception.LineNumber is { } line
        ? string.Create(CultureInfo.InvariantCulture, $"The body is not the JSON that this address takes: line {line + 1}, at '{Plugins.PluginWords.OneLine(exception.Path ?? "$")}'.")
        : $"The body is not the JSON that this address takes, at '{Plugins.PluginWords.OneLine(exception.Path ?? "$")}'.";

    [LoggerMessage(2020, LogLevel.Error, "A request met a defect")]
    private partial void LogDefect(Exception exception);
}
