using System.Buffers;

namespace Host.Sample.Telemetry;

/// <summary>An address without what may be a secret or name somebody: no query, no user, and of the path only parts that read like words of an interface.</summary>
public static class UrlTemplate
{
    private const int MostCharacters = 200;
    private const int MostOfASegment = 40;
    private const string Hidden = "{}";

    private static readonly SearchValues<char> WordLike = SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ._-");

    /// <returns><c>/api/users.list</c>, <c>/services/{}/{}</c>.</returns>
    public static string Of(Uri address)
    {
        var path = string.Join('/', address.AbsolutePath.Split('/').Select(Part));

        return path.Length > MostCharacters ? path[..MostCharacters] : path;
    }

    // Ids and tokens have digits, or are long, or mix cases at random; a version ("v2") and a method ("users.profile.get", "getAll") are none.
    private static string Part(string segment) =>
        segment.Length == 0 || IsVersion(segment) || (segment.Length <= MostOfASegment && !segment.AsSpan().ContainsAnyExcept(WordLike) && IsCasedLikeAWord(segment)) ? segment : Hidden;

    private static bool IsVersion(string segment) => segment is ['v' or 'V', .. { Length: 1 or 2 } number] && number.All(char.IsAsciiDigit);

    private static bool IsCasedLikeAWord(string segment)
    {
        var capitals = segment.Count(char.IsAsciiLetterUpper);

        return capitals * 4 <= segment.Length && !(segment.Length > 1 && capitals == segment.Length);
    }
}
