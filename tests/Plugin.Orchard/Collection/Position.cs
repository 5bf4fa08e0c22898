using System.Globalization;
using Plugin.Abstractions.Collection;

namespace Plugin.Orchard.Collection;

/// <summary>A place in a numbered stream, as it stands in a checkpoint: <c>150</c>, or <c>150 again</c> once the stream has begun anew.</summary>
internal readonly record struct Position(long Number, bool HasStartedOver)
{
    private const string Again = " again";

    public static Position? Parse(Checkpoint checkpoint)
    {
        var text = checkpoint.Value;
        var again = text.EndsWith(Again, StringComparison.Ordinal);

        return long.TryParse(again ? text[..^Again.Length] : text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? new(number, again) : null;
    }

    public Checkpoint ToCheckpoint() => new(Number.ToString(CultureInfo.InvariantCulture) + (HasStartedOver ? Again : ""));
}
