using System.IO.Compression;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Host.Sample.Support;

/// <summary>A bundle as it is written, entry by entry; what could not be read is written down in it.</summary>
internal sealed class BundleFile(ZipArchive archive, BundleRedaction redaction)
{
    private static readonly JsonSerializerOptions Form = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    private readonly List<object> _problems = [];

    /// <summary>Gathers a part and writes it; a part that cannot be gathered leaves its reason instead.</summary>
    /// <param name="name">The entry's name.</param>
    /// <param name="gather">Gathers what is written as JSON.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public Task AddAsync(string name, Func<Task<object>> gather, CancellationToken cancellationToken) => TryAsync(name, async () => await WriteAsync(name, await gather(), cancellationToken), cancellationToken);

    /// <summary>Does something for a part; where it fails the reason is written down.</summary>
    /// <param name="name">The part.</param>
    /// <param name="act">What is done.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>Whether it was done.</returns>
    public async Task<bool> TryAsync(string name, Func<Task> act, CancellationToken cancellationToken)
    {
        try
        {
            await act();

            return true;
        }
#pragma warning disable CA1031 // Whatever is wrong with one part must not keep the others from whoever has to find out what is wrong.
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
#pragma warning restore CA1031
        {
            _problems.Add(new { Part = name, Kind = exception.GetType().Name, Message = redaction.Text(exception.Message), Code = Database.StoreFailure.Code(exception) });

            return false;
        }
    }

    /// <summary>Opens an entry for writing; the one before must be closed.</summary>
    public Task<Stream> OpenAsync(string name, CancellationToken cancellationToken) => archive.CreateEntry(name, CompressionLevel.Optimal).OpenAsync(cancellationToken);

    public async Task WriteAsync(string name, object content, CancellationToken cancellationToken)
    {
        await using var entry = await OpenAsync(name, cancellationToken);
        await JsonSerializer.SerializeAsync(entry, content, Form, cancellationToken);
    }

    public async Task WriteTextAsync(string name, string content, CancellationToken cancellationToken)
    {
        await using var entry = await OpenAsync(name, cancellationToken);
        await entry.WriteAsync(Encoding.UTF8.GetBytes(content), cancellationToken);
    }

    /// <summary>Writes what could not be read; empty when everything was.</summary>
    public Task WriteProblemsAsync(CancellationToken cancellationToken) => WriteAsync("not-read.json", _problems, cancellationToken);
}
