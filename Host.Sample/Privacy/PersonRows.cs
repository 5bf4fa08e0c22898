using Plugin.Abstractions.Collection;

namespace Host.Sample.Privacy;

/// <summary>Which rows are about a person, and which only name one.</summary>
internal static class PersonRows
{
    private static readonly StreamSubject[] AboutPeople =
        [StreamSubject.Accounts, StreamSubject.Seats, StreamSubject.Activity, StreamSubject.SpaceMembers, StreamSubject.GroupMembers];

    /// <summary>Whether a row is about the account that this column names: it goes with the account. Otherwise it stays and names it no more.</summary>
    public static bool IsAbout(StreamDescription stream, ColumnDescription column) =>
        column.Type is ColumnType.Text
        && (column.Meaning.Semantic is ColumnSemantic.AccountId || column.Meaning.PersonalData is PersonalData.Pseudonym)
        && (column.Meaning.IsKey || (column.Meaning.Semantic is ColumnSemantic.AccountId && AboutPeople.Contains(stream.Subject)));

    /// <summary>Whether the column may name an account without the row being about it.</summary>
    public static bool IsNaming(StreamDescription stream, ColumnDescription column) =>
        !IsAbout(stream, column)
        && column.Type is ColumnType.Text or ColumnType.Json
        && (column.Meaning.Semantic is ColumnSemantic.AccountId or ColumnSemantic.ResponsibleAccountId || column.Meaning.PersonalData is not PersonalData.None);

    /// <summary>Whether the column has an id of the account's own person, beside the account's.</summary>
    public static bool IsOwnId(StreamDescription stream, ColumnDescription column) =>
        stream.Subject is StreamSubject.Accounts
        && column.Type is ColumnType.Text
        && column.Meaning.PersonalData is PersonalData.Pseudonym
        && column.Meaning.Semantic is not ColumnSemantic.ResponsibleAccountId
        && !stream.References.Any(reference => reference.Column == column.Name);
}
