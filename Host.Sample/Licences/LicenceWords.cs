using System.Globalization;
using System.Text;

namespace Host.Sample.Licences;

/// <summary>Values of the room's enumerations as people read and write them: <c>no evidence</c>.</summary>
public static class LicenceWords
{
    public static string Of<T>(T value)
        where T : struct, Enum
    {
        StringBuilder words = new();

        foreach (var letter in value.ToString())
        {
            if (char.IsUpper(letter) && words.Length > 0)
            {
                words.Append(' ');
            }

            words.Append(char.ToLowerInvariant(letter));
        }

        return words.ToString();
    }

    /// <summary>The value of a word, whether it is written <c>no evidence</c>, <c>no-evidence</c>, <c>no_evidence</c> or <c>noEvidence</c>; null when there is none.</summary>
    public static T? Parse<T>(string? text)
        where T : struct, Enum
    {
        var letters = new string([.. (text ?? "").Where(char.IsAsciiLetter)]);

        return Enum.GetValues<T>().Cast<T?>().FirstOrDefault(value => string.Equals(value.ToString(), letters, StringComparison.OrdinalIgnoreCase));
    }

    public static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
