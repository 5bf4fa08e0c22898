using System.Globalization;
using System.Text.Json;
using Plugin.Sapling.Sandbox;

// The sandbox protocol (docs/writing-a-plugin.md, section 8): start, print one JSON line, run until standard input ends.
var options = new SandboxOptions();
var stopsWithInput = false;

for (var index = 0; index < args.Length; index++)
{
    switch (args[index])
    {
        case "--port" when Number(65_535) is { } port:
            options = options with { Port = port };

            break;

        case "--size" when Number(1_000_000) is > 0 and { } people:
            options = options with { People = people };

            break;

        case "--redirect-url" when index + 1 < args.Length:
            // This service has no consent page to redirect from.
            index++;

            break;

        case "--stop-with-stdin":
            stopsWithInput = true;

            break;

        default:
            await Console.Error.WriteLineAsync($"The option '{args[index]}' is unknown or lacks its value. Known: --port NUMBER, --size NUMBER, --redirect-url URL, --stop-with-stdin.");

            return 2;
    }

    int? Number(int most)
    {
        if (index + 1 < args.Length && int.TryParse(args[index + 1], NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= most)
        {
            index++;

            return number;
        }

        return null;
    }
}

await using var sandbox = await SandboxServer.StartAsync(options, CancellationToken.None);

Console.WriteLine(JsonSerializer.Serialize(new
{
    ready = true,
    address = sandbox.Address,
    settings = new Dictionary<string, string> { ["service_address"] = sandbox.Address.AbsoluteUri, ["token"] = options.Token },
    controls = new Dictionary<string, Uri> { ["next_day"] = new(sandbox.Address, "next-day") },
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
    await Task.Delay(Timeout.Infinite);
}

return 0;
