namespace Plugin.Slack.Sandbox.Faults;

/// <summary>The words for what goes wrong. Any other word is an error code; <c>429-SECONDS</c> is the one with a number in it.</summary>
internal static class FaultKind
{
    public const string TooMany = "429";

    public const string TooManyWithoutWait = "429-no-retry-after";

    /// <summary>Its body is no JSON.</summary>
    public const string TooManyInWords = "429-plain-text";

    public const string ServerError = "500-html";

    public const string Unavailable = "503-empty";

    public const string HtmlThatIsOk = "html-200";

    public const string Truncated = "truncate";

    public const string Reset = "reset";

    public const string Hang = "hang";

    public const string EmptyPage = "empty-page";

    /// <summary>A quarter of what was asked for, and it is not the last.</summary>
    public const string ShortPage = "short-page";

    /// <summary>The next page is this one once more, behind a cursor that was never seen; of numbered pages, the one before comes again.</summary>
    public const string RepeatedPage = "repeated-page";

    /// <summary>The cursor leads back to this page, and is the one that led here.</summary>
    public const string CursorLoop = "cursor-loop";

    /// <summary>The first record of the page lacks what names it.</summary>
    public const string NoKey = "no-key";

    public const string NumbersAsText = "numbers-as-text";

    /// <summary>The first record's moments lie in January 1970.</summary>
    public const string Dates1970 = "dates-1970";

    /// <summary>The first record's moments lie in 2100.</summary>
    public const string Dates2100 = "dates-2100";

    /// <summary>Names with emoji, a mark that turns the direction of writing, and NUL.</summary>
    public const string OddNames = "odd-names";

    /// <summary>The first record has a text of five megabytes.</summary>
    public const string HugeField = "huge-field";

    /// <summary><c>profile.fields</c> is an array, which it should never be.</summary>
    public const string FieldsArray = "fields-array";

    public const string FieldsNull = "fields-null";

    public const string NoDeleted = "no-deleted";

    public static readonly IReadOnlyList<string> All =
    [
        TooMany, TooManyWithoutWait, TooManyInWords, "429-SECONDS", ServerError, Unavailable, HtmlThatIsOk, Truncated, Reset, Hang, EmptyPage, ShortPage, RepeatedPage, CursorLoop, NoKey, NumbersAsText,
        Dates1970, Dates2100, OddNames, HugeField, FieldsArray, FieldsNull, NoDeleted,
    ];

    /// <summary>Whether the method runs and its answer is given in full.</summary>
    public static bool IsGivenInFull(string? kind) => kind is not (Truncated or Reset);

    /// <summary>Whether the method runs, and its answer is changed before it is given.</summary>
    public static bool IsSpoiling(string? kind) =>
        kind is NoKey or NumbersAsText or Dates1970 or Dates2100 or OddNames or HugeField or FieldsArray or FieldsNull or NoDeleted;

    /// <summary>Whether the method itself gives another page.</summary>
    public static bool IsPaging(string? kind) => kind is EmptyPage or ShortPage or RepeatedPage or CursorLoop;
}
