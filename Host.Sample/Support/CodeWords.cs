using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;

namespace Host.Sample.Support;

/// <summary>The texts that stand in the code of the host and of its plugins. What is one of them was written by a programmer and says nothing of anybody's data.</summary>
internal sealed class CodeWords
{
    // Shorter pieces of text could stand in anything.
    private const int LeastCharacters = 8;

    private readonly Dictionary<string, List<string>> _byBeginning = new(StringComparer.Ordinal);
    private readonly HashSet<string> _members = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Takes the texts and the names of properties of an assembly in, without loading it.</summary>
    /// <exception cref="BadImageFormatException">It is no assembly.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public void Add(string assemblyFile)
    {
        using var file = File.OpenRead(assemblyFile);
        using PEReader image = new(file);

        if (!image.HasMetadata)
        {
            return;
        }

        var metadata = image.GetMetadataReader();

        // The first entry of the heap is empty.
        for (var handle = MetadataTokens.UserStringHandle(1); !handle.IsNil; handle = metadata.GetNextHandle(handle))
        {
            Add(metadata, handle);
        }

        foreach (var property in metadata.PropertyDefinitions)
        {
            _members.Add(metadata.GetString(metadata.GetPropertyDefinition(property).Name));
        }
    }

    /// <summary>Whether a name is that of a property in the code, whatever its case.</summary>
    public bool IsMember(string name) => _members.Contains(name);

    /// <summary>How many characters at a place of a text are a text of the code; 0: none.</summary>
    public int LengthAt(string text, int index)
    {
        if (text.Length - index < LeastCharacters || !_byBeginning.TryGetValue(text.Substring(index, LeastCharacters), out var known))
        {
            return 0;
        }

        return known.Where(piece => string.CompareOrdinal(text, index, piece, 0, piece.Length) == 0).Select(piece => piece.Length).DefaultIfEmpty().Max();
    }

    private void Add(MetadataReader metadata, UserStringHandle handle)
    {
        var text = metadata.GetUserString(handle);

        if (text.Length < LeastCharacters || !text.Contains(' ', StringComparison.Ordinal))
        {
            return;
        }

        var beginning = text[..LeastCharacters];

        if (!_byBeginning.TryGetValue(beginning, out var known))
        {
            _byBeginning[beginning] = known = [];
        }

        known.Add(text);
    }
}
