using Plugin.Abstractions.Collection;

namespace Plugin.Slack.Collection;

/// <summary>Short ways to say what a column means, all from one method's records.</summary>
/// <param name="records">Method and record: <c>users.list: members[]</c>.</param>
internal sealed class Meaning(string records)
{
    /// <summary>A column's meaning.</summary>
    /// <param name="field">The field of the record.</param>
    /// <param name="description">What it says.</param>
    /// <param name="semantic">What it means to a software-asset manager.</param>
    /// <param name="personalData">How it relates to people.</param>
    /// <param name="nullMeans">What null says.</param>
    /// <param name="isKey">Whether it is part of the key.</param>
    /// <param name="scope">A scope beyond the stream's own.</param>
    /// <returns>The meaning.</returns>
    public ColumnMeaning Of(
        string field,
        string description,
        ColumnSemantic semantic = ColumnSemantic.None,
        PersonalData personalData = PersonalData.None,
        string? nullMeans = null,
        bool isKey = false,
        string? scope = null) => new()
        {
            Description = description,
            Source = $"{records}.{field}",
            NullMeans = nullMeans,
            IsKey = isKey,
            Semantic = semantic,
            PersonalData = personalData,
            Scope = scope,
        };
}
