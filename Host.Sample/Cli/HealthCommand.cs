using System.CommandLine;
using System.Text.Json;

namespace Host.Sample.Cli;

/// <summary><c>health</c>: asks a host that serves how it is, as a container's or a supervisor's check.</summary>
internal static class HealthCommand
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    public static Command Create(Verb verb)
    {
        var command = new Command("health", "Ask the host that serves at --address how it is. Exit code 0 while it can do its work, also degraded; else 9.");
        verb.Alone(command, async (called, cancellationToken) =>
        {
            var (status, body) = await AskAsync(called.Options.Address, cancellationToken);
            var isReady = status == StatusCodes.Status200OK;

            if (called.Output.IsJson)
            {
                called.Output.Raw(body.RootElement.GetRawText());
            }
            else
            {
                Print(called.Output, body.RootElement);
            }

            body.Dispose();

            return isReady ? HostProblem.None : HostProblem.StoreUnavailable;
        });

        return command;
    }

    private static void Print(Output output, JsonElement health)
    {
        output.Title($"The host is {Text(health, "status")}");
        output.Table(
            health.GetProperty("checks").EnumerateArray(),
            ("Check", check => Text(check, "name")),
            ("State", check => Text(check, "status")),
            ("What, and what to do", check => $"{Text(check, "reason")} {Text(check, "fix")}".Trim()));
    }

    private static string? Text(JsonElement element, string name) => element.TryGetProperty(name, out var value) ? value.GetString() : null;

    private static async Task<(int Status, JsonDocument Body)> AskAsync(Uri address, CancellationToken cancellationToken)
    {
#pragma warning disable RS0030 // Asks this host's own address, which connectors may not reach.
        using HttpClient client = new() { Timeout = Patience };
#pragma warning restore RS0030

        try
        {
            using var response = await client.GetAsync(new Uri(address, "health/ready"), cancellationToken);
            var body = JsonDocument.Parse(await response.Content.ReadAsStringAsync(cancellationToken));

            if (body.RootElement.ValueKind is JsonValueKind.Object && body.RootElement.TryGetProperty("checks", out var checks) && checks.ValueKind is JsonValueKind.Array)
            {
                return ((int)response.StatusCode, body);
            }

            body.Dispose();

            throw NoHost(address, null);
        }
        catch (Exception exception) when (exception is HttpRequestException or JsonException || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            throw NoHost(address, exception);
        }
    }

    private static HostException NoHost(Uri address, Exception? cause) => new(
        HostProblem.StoreUnavailable, $"No host answers at {address}.", "Give the address that the host listens on (--address), and look whether it runs.", cause);
}
