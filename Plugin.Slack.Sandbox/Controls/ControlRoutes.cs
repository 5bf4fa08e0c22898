using System.Text.Json;
using Microsoft.Extensions.Primitives;
using Plugin.Slack.Sandbox.Faults;
using Plugin.Slack.Sandbox.Workspace;

namespace Plugin.Slack.Sandbox.Controls;

/// <summary><c>/sandbox/…</c>: what Slack does not have, to move the clock, to break things and to look at what was asked.</summary>
internal sealed class ControlRoutes(SlackOrganisation organisation, TokenControls tokens, ChangeControls changes, FaultPlan faults, CallLog calls)
{
    public Task AnswerAsync(HttpContext context, string name, CancellationToken cancellationToken)
    {
        bool posted = HttpMethods.IsPost(context.Request.Method);
        return (name, posted) switch
        {
            ("next-day", true) => NextDayAsync(context.Response, cancellationToken),
            ("calls", false) => CallsAsync(context.Response, cancellationToken),
            ("calls/clear", true) => ClearCallsAsync(context.Response, cancellationToken),
            ("faults", true) => SetFaultsAsync(context, cancellationToken),
            ("expire-cursors", true) => GiveAsync(context.Response, organisation.Clock.ExpireCursors(), problem: null, cancellationToken),
            ("change", true) => ChangeAsync(context, changes.Change, cancellationToken),
            ("collapse", true) => ChangeAsync(context, changes.Collapse, cancellationToken),
            ("revoke" or "expire" or "scopes" or "installer" or "migrate", true) => TokensAsync(context, name, cancellationToken),
            _ => NotFoundAsync(context.Response, cancellationToken),
        };
    }

    private static Task NotFoundAsync(HttpResponse response, CancellationToken cancellationToken)
    {
        response.StatusCode = StatusCodes.Status404NotFound;
        return response.WriteAsync("There is no such control. POST next-day, change, collapse, faults, calls/clear, revoke, expire, expire-cursors, scopes, installer or migrate; GET calls.", cancellationToken);
    }

    private async Task NextDayAsync(HttpResponse response, CancellationToken cancellationToken)
    {
        int day = organisation.Clock.NextDay();
        await using Utf8JsonWriter json = Begin(response);
        DayReport.Write(json, organisation, day);
        await json.FlushAsync(cancellationToken);
    }

    private async Task CallsAsync(HttpResponse response, CancellationToken cancellationToken)
    {
        await using Utf8JsonWriter json = Begin(response);
        calls.Write(json);
        await json.FlushAsync(cancellationToken);
    }

    private Task ClearCallsAsync(HttpResponse response, CancellationToken cancellationToken)
    {
        calls.Clear();
        return response.WriteAsync("{}", cancellationToken);
    }

    private static async Task ChangeAsync(
        HttpContext context, Func<IFormCollection, Func<Utf8JsonWriter>, string?> change, CancellationToken cancellationToken)
    {
        IFormCollection form = await FormAsync(context, cancellationToken);
        await using Utf8JsonWriter json = Begin(context.Response);
        if (change(form, () => json) is { } problem)
        {
            await RefuseAsync(context.Response, problem, cancellationToken);
            return;
        }

        await json.FlushAsync(cancellationToken);
    }

    private async Task TokensAsync(HttpContext context, string name, CancellationToken cancellationToken)
    {
        (int touched, string? problem) = tokens.Act(name, await FormAsync(context, cancellationToken));
        await GiveAsync(context.Response, touched, problem, cancellationToken);
    }

    /// <summary>Replaces all faults by the form's <c>fault</c> fields; calls are counted from now. None clears them.</summary>
    private async Task SetFaultsAsync(HttpContext context, CancellationToken cancellationToken)
    {
        StringValues texts = (await FormAsync(context, cancellationToken))["fault"];
        try
        {
            faults.Replace(texts.OfType<string>());
            await context.Response.WriteAsync("{}", cancellationToken);
        }
        catch (ArgumentException problem)
        {
            await RefuseAsync(context.Response, problem.Message, cancellationToken);
        }
    }

    private static async Task<IFormCollection> FormAsync(HttpContext context, CancellationToken cancellationToken) =>
        context.Request.HasFormContentType ? await context.Request.ReadFormAsync(cancellationToken) : FormCollection.Empty;

    private static async Task GiveAsync(HttpResponse response, int touched, string? problem, CancellationToken cancellationToken)
    {
        if (problem is not null)
        {
            await RefuseAsync(response, problem, cancellationToken);
            return;
        }

        await using Utf8JsonWriter json = Begin(response);
        json.WriteStartObject();
        json.WriteNumber("touched"u8, touched);
        json.WriteEndObject();
        await json.FlushAsync(cancellationToken);
    }

    private static Task RefuseAsync(HttpResponse response, string problem, CancellationToken cancellationToken)
    {
        response.StatusCode = StatusCodes.Status400BadRequest;
        response.ContentType = "text/plain; charset=utf-8";
        return response.WriteAsync(problem, cancellationToken);
    }

    private static Utf8JsonWriter Begin(HttpResponse response)
    {
        response.ContentType = "application/json; charset=utf-8";
        return new Utf8JsonWriter(response.BodyWriter);
    }
}
