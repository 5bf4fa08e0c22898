using System.Security.Cryptography;
using System.Text.Encodings.Web;
using Host.Sample.Connectors;

namespace Host.Sample.Api;

/// <summary>The page that a person sees after a consent: plain HTML, nothing from elsewhere, one small script for the copy button.</summary>
internal static class CallbackPage
{
    public static async Task WriteAsync(HttpContext context, int status, AuthorizationOutcome outcome)
    {
        var nonce = Convert.ToBase64String(RandomNumberGenerator.GetBytes(16));
        context.Response.StatusCode = status;
        context.Response.ContentType = "text/html; charset=utf-8";
        context.Response.Headers.CacheControl = "no-store";
        context.Response.Headers.ContentSecurityPolicy =
            $"default-src 'none'; script-src 'nonce-{nonce}'; style-src 'nonce-{nonce}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
        await context.Response.WriteAsync(Html(outcome, nonce), context.RequestAborted);
    }

    private static string Html(AuthorizationOutcome outcome, string nonce) =>
        $"""
        <!doctype html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>{Encode(outcome.Title)}</title>
        <style nonce="{nonce}">
        body {"{"} font: 1rem/1.5 system-ui, sans-serif; max-width: 40rem; margin: 3rem auto; padding: 0 1rem; color-scheme: light dark; color: CanvasText; background: Canvas {"}"}
        code {"{"} display: block; overflow-wrap: anywhere; padding: .75rem; margin: .5rem 0; background: color-mix(in srgb, CanvasText 8%, Canvas); border-radius: .4rem {"}"}
        button, summary {"{"} font: inherit; cursor: pointer {"}"}
        button {"{"} padding: .4rem 1rem {"}"}
        </style>
        </head>
        <body>
        <main>
        <h1>{Encode(outcome.Title)}</h1>
        <p>{Encode(outcome.Message)}</p>
        {Missing(outcome)}
        {Token(outcome)}
        <p>{Encode(outcome.NextStep)}</p>
        </main>
        <script nonce="{nonce}">
        history.replaceState(null, "", location.pathname);
        const button = document.getElementById("copy");
        if (button) {"{"}
          button.hidden = false;
          button.addEventListener("click", async () => {"{"}
            const token = document.getElementById("token");
            try {"{"}
              await navigator.clipboard.writeText(token.textContent);
            {"}"} catch {"{"}
              document.getElementById("shown").open = true;
              getSelection().selectAllChildren(token);
              document.execCommand("copy");
            {"}"}
            document.getElementById("copied").textContent = "Copied.";
          {"}"});
        {"}"}
        </script>
        </body>
        </html>

        """;

    private static string Token(AuthorizationOutcome outcome) => outcome.Token is not { } token
        ? ""
        : $"""
          <p>This page shows it once. It is stored encrypted and will not be shown again.</p>
          <details id="shown"><summary>Show {Encode(outcome.TokenLabel ?? "token")}</summary><code id="token">{Encode(token.Reveal())}</code></details>
          <p><button id="copy" type="button" hidden>Copy {Encode(outcome.TokenLabel ?? "token")}</button> <span id="copied" role="status"></span></p>
          """;

    private static string Missing(AuthorizationOutcome outcome) => outcome.MissingScopes.Count == 0
        ? ""
        : $"<p>Not everything that was asked for was granted. Missing: {Encode(string.Join(", ", outcome.MissingScopes))}. What needs it will be left out and named in each run.</p>";

    private static string Encode(string text) => HtmlEncoder.Default.Encode(text);
}
