namespace Plugin.Abstractions.Collection;

/// <summary>How exact a moment is.</summary>
public enum TimePrecision
{
    /// <summary>To the second or better.</summary>
    Second,

    /// <summary>To the day: at some time of that day, UTC.</summary>
    Day,
}
