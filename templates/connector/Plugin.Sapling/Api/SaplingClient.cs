using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Plugin.Abstractions;
using Plugin.Abstractions.Errors;
using Plugin.Sapling.Settings;

namespace Plugin.Sapling.Api;

/// <summary>Calls the service, and turns every way in which it can fail into what somebody has to do.</summary>
internal sealed class SaplingClient
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    private readonly ConnectorContext _context;
    private readonly Uri _address;
    private readonly string _token;

    public SaplingClient(ConnectorContext context)
    {
        if (SaplingSettings.Check(context.Settings) is [var problem, ..])
        {
            throw new ConnectorException(FailureReason.FixSettings, $"The setting '{problem.Setting}' is wrong: {problem.Message}", "Correct the setting and run again.", problem.Code);
        }

        _context = context;
        _address = SaplingSettings.Address(context.Settings)!;
        _token = context.Settings.Secret(SaplingSettings.Token)!.Reveal();
    }

    public async Task<Identity> WhoAmIAsync(CancellationToken cancellationToken) => (await GetAsync("whoami", SaplingJson.Default.Identity, cancellationToken))!;

    /// <returns>A page; null when the service does not know the cursor any more.</returns>
    public Task<PeoplePage?> PeopleAsync(string? cursor, CancellationToken cancellationToken) =>
        GetAsync(cursor is null ? "people" : $"people?cursor={Uri.EscapeDataString(cursor)}", SaplingJson.Default.PeoplePage, cancellationToken);

    private async Task<T?> GetAsync<T>(string path, JsonTypeInfo<T> type, CancellationToken cancellationToken)
        where T : class
    {
        using var time = new CancellationTokenSource(Limit, _context.Clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(time.Token, cancellationToken);

        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(_address, path));
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", _token);
            using var answer = await _context.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token);

            if (answer.StatusCode is HttpStatusCode.Unauthorized)
            {
                throw new ConnectorException(FailureReason.AuthorizeAgain, "Sapling does not accept the access token.", "Open the connector and type in a new one.", "unauthorized");
            }

            await using var body = await answer.Content.ReadAsStreamAsync(either.Token);

            if (answer.StatusCode is HttpStatusCode.BadRequest && (await JsonSerializer.DeserializeAsync(body, SaplingJson.Default.Refusal, either.Token))?.Error is "invalid_cursor")
            {
                return null;
            }

            if (!answer.IsSuccessStatusCode)
            {
                throw new ConnectorException(FailureReason.TryLater, $"Sapling answered with status {(int)answer.StatusCode}.", "Run again later; if it stays so, look at the service's status page.", $"http_{(int)answer.StatusCode}");
            }

            return await JsonSerializer.DeserializeAsync(body, type, either.Token)
                ?? throw new ConnectorException(FailureReason.ReportDefect, "Sapling answered with nothing.", "Report this to the plugin's maker.", "empty_answer");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new ConnectorException(FailureReason.TryLater, $"Sapling did not answer within {Limit.TotalSeconds:0} s.", "Run again later; if it stays so, check the network.", "timeout");
        }
        catch (HttpRequestException)
        {
            throw new ConnectorException(FailureReason.TryLater, "Sapling cannot be reached.", "Check the address and the network, then run again.", "unreachable");
        }
        catch (JsonException)
        {
            throw new ConnectorException(FailureReason.ReportDefect, "Sapling answered with something that is not understood.", "Report this to the plugin's maker.", "not_understood");
        }
    }
}
