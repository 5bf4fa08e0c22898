using System.Net;

namespace Host.Sample.Demo;

/// <summary>Plays the administrator's browser: opens the consent page, presses the button that the sandbox names, follows the redirect to the host's callback.</summary>
internal sealed class ConsentRobot : IDisposable
{
    private readonly HttpClient _browser;

    public ConsentRobot()
    {
        // A browser is no plugin's way out: it follows no allowed hosts, only the addresses that it is given here.
#pragma warning disable RS0030 // banned for plugins and host rooms, which take the host-made client
#pragma warning disable CA2000 // the client disposes the handler
        _browser = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false }) { Timeout = TimeSpan.FromSeconds(30) };
#pragma warning restore CA2000, RS0030
    }

    /// <summary>Allows, and goes where the answer sends the browser.</summary>
    /// <exception cref="HostException">A page is not what it should be.</exception>
    public async Task AllowAsync(Uri consentPage, IReadOnlyDictionary<string, string> fields, CancellationToken cancellationToken)
    {
        using var confirmation = await _browser.GetAsync(await AnswerAsync(consentPage, fields, cancellationToken), cancellationToken);

        if (confirmation.StatusCode is not HttpStatusCode.OK)
        {
            throw Unexpected("The host's callback", confirmation.StatusCode);
        }
    }

    /// <summary>Allows, and gives the address that the answer sends the browser to.</summary>
    /// <exception cref="HostException">A page is not what it should be.</exception>
    public async Task<Uri> AnswerAsync(Uri consentPage, IReadOnlyDictionary<string, string> fields, CancellationToken cancellationToken)
    {
        using (var page = await _browser.GetAsync(consentPage, cancellationToken))
        {
            if (page.StatusCode is not HttpStatusCode.OK)
            {
                throw Unexpected("The consent page", page.StatusCode);
            }
        }

        using var form = new FormUrlEncodedContent(fields);
        using var answer = await _browser.PostAsync(consentPage, form, cancellationToken);

        return answer.Headers.Location is { IsAbsoluteUri: true, IsLoopback: true } callback ? callback : throw Unexpected("The consent page, after 'Allow',", answer.StatusCode);
    }

    public void Dispose() => _browser.Dispose();

    private static HostException Unexpected(string who, HttpStatusCode status) =>
        new(HostProblem.ConnectorFailed, $"{who} answered with status {(int)status}.", "Try again; if it stays, the plugin's sandbox does not follow the protocol in docs/writing-a-plugin.md.");
}
