using System.Globalization;
using System.Text;

namespace Host.Sample.Licences;

/// <summary>Values of the room's enumerations as people read and write them: <c>no evidence</c>, <c>within 7 days</c>.</summary>
public static class LicenceWords
{
    public static string Of<T>(T value)
        where T : struct, Enum
    {
        StringBuilder words = new();
        var before = '\0';

        foreach (var letter in value.ToString())
        {
            if (words.Length > 0 && (char.IsUpper(letter) || (char.IsAsciiDigit(letter) && !char.IsAsciiDigit(before))))
            {
                words.Append(' ');
            }

            words.Append(char.ToLowerInvariant(letter));
            before = letter;
        }

        return words.ToString();
    }

    /// <summary>The value of a word, whether it is written <c>no evidence</c>, <c>no-evidence</c>, <c>no_evidence</c> or <c>noEvidence</c>; null when there is none.</summary>
    public static T? Parse<T>(string? text)
        where T : struct, Enum
    {
        var letters = new string([.. (text ?? "").Where(char.IsAsciiLetterOrDigit)]);

        return Enum.GetValues<T>().Cast<T?>().FirstOrDefault(value => string.Equals(value.ToString(), letters, StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>The value of a word.</summary>
    /// <param name="text">The word, as <see cref="Parse"/> reads it.</param>
    /// <param name="name">What it is a value of, for the message.</param>
    /// <exception cref="HostException"><see cref="HostProblem.Usage"/>: there is none.</exception>
    public static T Require<T>(string? text, string name)
        where T : struct, Enum => Parse<T>(text) ?? throw new HostException(
            HostProblem.Usage, $"There is no such value of '{name}'.", $"It takes {string.Join(", ", Enum.GetValues<T>().Select(value => Of(value).Replace(' ', '-')))}.");

    public static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
