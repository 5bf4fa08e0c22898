using System.Text.RegularExpressions;

namespace Host.Sample.Packages;

/// <summary>Which paths a package may have: those that mean the same on every system and stay below its folder.</summary>
internal static partial class PackagePath
{
    private const int MostCharacters = 240;

    /// <summary>Whether a path, with slashes between its parts, may be in a package.</summary>
    public static bool IsGood(string path) => path.Length is > 0 and <= MostCharacters && Path().IsMatch(path) && !path.Split('/').Any(IsDevice);

    /// <summary>As it is written in a package, whatever the system's separator.</summary>
    public static string Of(string folder, string file) => System.IO.Path.GetRelativePath(folder, file).Replace(System.IO.Path.DirectorySeparatorChar, '/');

    /// <summary>Where a path of a package lies below a folder. The path must be a good one.</summary>
    public static string Below(string folder, string path) => System.IO.Path.Combine(folder, path.Replace('/', System.IO.Path.DirectorySeparatorChar));

    // NUL.dll is a device on Windows, in every folder.
    private static bool IsDevice(string part) => Device().IsMatch(part);

    [GeneratedRegex(@"\A[A-Za-z0-9_+-]([A-Za-z0-9_.+ -]{0,118}[A-Za-z0-9_+-])?(/[A-Za-z0-9_+-]([A-Za-z0-9_.+ -]{0,118}[A-Za-z0-9_+-])?){0,9}\z", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Path();

    [GeneratedRegex(@"\A(con|prn|aux|nul|com[0-9]|lpt[0-9])(\..*)?\z", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase | RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Device();
}
