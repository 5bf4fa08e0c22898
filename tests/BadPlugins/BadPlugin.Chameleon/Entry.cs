using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.Extensions.DependencyInjection;
using Plugin.Abstractions;

namespace BadPlugin.Chameleon;

/// <summary>A plugin that is what the file chameleon.json beside it says: so one build gives a test as many versions as it wants. Without the file it is a good one.</summary>
public sealed class Entry : IConnectorPlugin
{
    public void ConfigureServices(IServiceCollection services)
    {
        var file = Path.Combine(Path.GetDirectoryName(typeof(Entry).Assembly.Location)!, "chameleon.json");
        var looks = File.Exists(file) ? JsonSerializer.Deserialize(File.ReadAllBytes(file), LooksJson.Default.Looks)! : new();
        services.AddSingleton(looks);
        services.AddSingleton<IConnector, ChameleonConnector>();
    }
}

/// <summary>Serialization without reflection, which would hold the plugin in memory.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, UseStringEnumConverter = true)]
[JsonSerializable(typeof(Looks))]
internal sealed partial class LooksJson : JsonSerializerContext;
