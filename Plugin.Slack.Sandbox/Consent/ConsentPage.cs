using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using Plugin.Slack.Sandbox.Access;

namespace Plugin.Slack.Sandbox.Consent;

/// <summary>
/// <c>/oauth/v2/authorize</c>: plain forms that post to the page's own address, so that a person and a robot take the same way.
/// A robot posts <c>decision=allow</c> and so grants all that is asked for; the page's form also says which scopes stayed ticked.
/// </summary>
internal sealed class ConsentPage(SlackApp app)
{
    private const string Style =
        "body{font:16px/1.5 system-ui,sans-serif;max-width:34rem;margin:3rem auto;padding:0 1rem;color:#1d1c1d}"
        + "h1{font-size:1.5rem}li{list-style:none;margin:.4rem 0}ul{padding:0}code{color:#616061;font-size:.8rem}"
        + "button{font:inherit;padding:.5rem 1.5rem;border-radius:4px;border:1px solid #868686;background:#fff;margin-right:.5rem}"
        + "button[value=allow]{background:#007a5a;border-color:#007a5a;color:#fff}.note{color:#616061;font-size:.85rem}";

    private static readonly string StyleHash = Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Style)));

    public async Task AnswerAsync(HttpContext context, CancellationToken cancellationToken)
    {
        (ConsentRequest? request, ConsentError? error) = ConsentRequest.Read(context.Request.Query, app);
        if (request is null)
        {
            await ShowErrorAsync(context.Response, error!, cancellationToken);
        }
        else if (HttpMethods.IsGet(context.Request.Method))
        {
            await ShowRequestAsync(context.Response, request, cancellationToken);
        }
        else if (HttpMethods.IsPost(context.Request.Method) && context.Request.HasFormContentType)
        {
            await DecideAsync(context, request, cancellationToken);
        }
        else
        {
            context.Response.StatusCode = StatusCodes.Status405MethodNotAllowed;
            context.Response.Headers.Allow = "GET, POST";
        }
    }

    private static Task ShowErrorAsync(HttpResponse response, ConsentError error, CancellationToken cancellationToken)
    {
        response.StatusCode = StatusCodes.Status400BadRequest;
        return WriteAsync(
            response,
            "Something went wrong when authorizing this app",
            $"<p>{Encode(error.Sentence)}</p><p>Error details: <code>{Encode(error.Code)}</code></p>",
            formTarget: null,
            cancellationToken);
    }

    private Task ShowRequestAsync(HttpResponse response, ConsentRequest request, CancellationToken cancellationToken)
    {
        StringBuilder form = new("<form method=\"post\"><input type=\"hidden\" name=\"scopes\" value=\"chosen\"><ul>");
        foreach (string scope in request.Scopes)
        {
            form.Append("<li><label><input type=\"checkbox\" name=\"scope\" checked value=\"").Append(Encode(scope)).Append("\"> ")
                .Append(Encode(Scopes.Words[scope])).Append(" <code>").Append(Encode(scope)).Append("</code></label></li>");
        }

        form.Append("</ul><button name=\"decision\" value=\"cancel\">Cancel</button><button name=\"decision\" value=\"allow\">Allow</button></form>")
            .Append("<p class=\"note\">This is a sandbox with invented people. Untick a scope to see how an app copes without it.</p>");
        return WriteAsync(
            response,
            $"The app requests permission to access {app.InstalledIn}",
            $"<p>What will it be able to view?</p>{form}",
            new Uri(request.Target).GetLeftPart(UriPartial.Authority),
            cancellationToken);
    }

    private static Task WriteAsync(HttpResponse response, string title, string body, string? formTarget, CancellationToken cancellationToken)
    {
        // A browser checks form-action against the redirect that follows a form, too.
        string formAction = formTarget is null ? "'none'" : $"'self' {formTarget}";
        response.Headers.ContentSecurityPolicy =
            $"default-src 'none'; style-src 'sha256-{StyleHash}'; form-action {formAction}; base-uri 'none'; frame-ancestors 'none'";
        response.Headers.CacheControl = "no-store";
        response.Headers["Referrer-Policy"] = "no-referrer";
        response.Headers.XContentTypeOptions = "nosniff";
        response.ContentType = "text/html; charset=utf-8";
        return response.WriteAsync(
            $"""
            <!DOCTYPE html>
            <html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>{Encode(title)}</title><style>{Style}</style></head>
            <body><h1>{Encode(title)}</h1>{body}</body></html>
            """,
            cancellationToken);
    }

    private static string Encode(string text) => HtmlEncoder.Default.Encode(text);

    private async Task DecideAsync(HttpContext context, ConsentRequest request, CancellationToken cancellationToken)
    {
        IFormCollection form = await context.Request.ReadFormAsync(cancellationToken);
        context.Response.Headers.CacheControl = "no-store";
        switch (form["decision"].ToString())
        {
            case "cancel":
                context.Response.Redirect(request.Callback("error", "access_denied"));
                return;
            case "allow":
                break;
            default:
                await ShowErrorAsync(context.Response, new ConsentError("invalid_decision", "The form says neither allow nor cancel."), cancellationToken);
                return;
        }

        IReadOnlyList<string> scopes = form.ContainsKey("scopes") || form.ContainsKey("scope")
            ? [.. request.Scopes.Where(form["scope"].Contains)]
            : request.Scopes;
        if (scopes.Count == 0)
        {
            await ShowErrorAsync(context.Response, new ConsentError("no_scopes", "No scope was granted."), cancellationToken);
            return;
        }

        context.Response.Redirect(request.Callback("code", app.IssueCode(request.RedirectUri, scopes)));
    }
}
