using System.Globalization;
using System.Text.Json;
using Plugin.Orchard.Service;

// The sandbox protocol (docs/writing-a-plugin.md): start, print one JSON line, run until standard input ends.
var options = new OrchardServiceOptions();
var stopsWithInput = false;

for (var index = 0; index < args.Length; index++)
{
    switch (args[index])
    {
        case "--port" when index + 1 < args.Length && int.TryParse(args[index + 1], NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port <= 65535:
            options = options with { Port = port };
            index++;

            break;

        case "--size" when index + 1 < args.Length && int.TryParse(args[index + 1], NumberStyles.None, CultureInfo.InvariantCulture, out var growers) && growers is > 0 and <= 10_000_000:
            options = options with { Growers = growers };
            index++;

            break;

        case "--redirect-url" when index + 1 < args.Length && Uri.TryCreate(args[index + 1], UriKind.Absolute, out var redirect):
            options = options with { RedirectUrl = redirect };
            index++;

            break;

        case "--stop-with-stdin":
            stopsWithInput = true;

            break;

        default:
            await Console.Error.WriteLineAsync($"The option '{args[index]}' is unknown or lacks its value. Known: --port NUMBER, --size NUMBER, --redirect-url ADDRESS, --stop-with-stdin.");

            return 2;
    }
}

await using var service = await OrchardService.StartAsync(options, CancellationToken.None);

Console.WriteLine(JsonSerializer.Serialize(new
{
    ready = true,
    address = service.Address,
    settings = new Dictionary<string, string>
    {
        ["client_id"] = options.ClientId,
        ["client_secret"] = options.ClientSecret,
        ["service_address"] = service.Address.AbsoluteUri,
        ["rows"] = options.Growers.ToString(CultureInfo.InvariantCulture),
    },
    consent = new Dictionary<string, string> { ["decision"] = "allow" },
    controls = new Dictionary<string, Uri> { ["next_day"] = new(service.Address, "next-day") },
}));

if (stopsWithInput)
{
    while (await Console.In.ReadLineAsync() is not null)
    {
        // Whoever started this says nothing; only the end of the input matters.
    }
}
else
{
    await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System);
}

return 0;
