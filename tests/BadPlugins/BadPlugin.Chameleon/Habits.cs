using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Diagnostics.Metrics;
using System.Linq.Expressions;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml.Serialization;

namespace BadPlugin.Chameleon;

/// <summary>What plugins do without thinking of it, and what may keep them in memory.</summary>
internal static class Habits
{
    private static Timer? _timer;

    public static void Follow(string habit)
    {
        switch (habit)
        {
            case "reflection-json":
                JsonSerializer.Serialize(new Thing());
                break;
            case "reflection-json-own-options":
                JsonSerializerOptions options = new() { WriteIndented = true };
                JsonSerializer.Deserialize<Thing>(JsonSerializer.Serialize(new Thing(), options), options);
                break;
            case "source-generated-json":
                JsonSerializer.Serialize(new Looks(), LooksJson.Default.Looks);
                break;
            case "type-descriptor":
                TypeDescriptor.GetConverter(typeof(Thing)).ConvertToInvariantString(new Thing());
                break;
            case "data-annotations":
                Thing thing = new();
                Validator.TryValidateObject(thing, new ValidationContext(thing), [], validateAllProperties: true);
                break;
            case "compiled-regex":
                _ = new Regex("a+b", RegexOptions.Compiled, TimeSpan.FromSeconds(1)).IsMatch("aab");
                break;
            case "compiled-expression":
                Expression.Lambda<Func<Thing>>(Expression.New(typeof(Thing))).Compile()();
                break;
            case "xml-serializer":
                new XmlSerializer(typeof(Thing)).Serialize(TextWriter.Null, new Thing());
                break;
            case "meter-disposed":
                using (Meter meter = new("chameleon"))
                {
                    meter.CreateObservableGauge("colour", () => new Thing().Size);
                }

                break;
            case "timer-disposed":
                using (new Timer(_ => GC.KeepAlive(new Thing()), null, TimeSpan.FromHours(1), TimeSpan.FromHours(1)))
                {
                }

                break;
            case "timer-left":
                _timer = new(_ => GC.KeepAlive(_timer), new Thing(), TimeSpan.FromHours(1), TimeSpan.FromHours(1));
                break;
            case "delay-left":
                _ = WaitAsync();
                break;
            case "handle-left":
                GCHandle.Alloc(new Thing());
                break;
            case "encoding-provider":
                Encoding.RegisterProvider(new Provider());
                break;
            default:
                throw new InvalidOperationException($"There is no habit '{habit}'.");
        }
    }

    private static async Task WaitAsync()
    {
        await Task.Delay(TimeSpan.FromHours(1));
        GC.KeepAlive(new Thing());
    }

    private sealed class Provider : EncodingProvider
    {
        public override Encoding? GetEncoding(int codepage) => null;

        public override Encoding? GetEncoding(string name) => null;
    }
}

/// <summary>A type of the plugin's that others' caches may hold.</summary>
public sealed class Thing
{
    [Required]
    public string Colour { get; set; } = "green";

    [Range(0, 10)]
    public int Size { get; set; } = 3;
}
