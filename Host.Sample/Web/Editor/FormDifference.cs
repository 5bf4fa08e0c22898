namespace Host.Sample.Web.Editor;

/// <summary>A field that is different in what somebody else has saved and in a form that is open.</summary>
/// <param name="Field">Its label.</param>
/// <param name="Here">What stands in the form.</param>
/// <param name="Theirs">What is saved.</param>
/// <param name="Mine">What was changed in the form; null: it was not touched there, and theirs stays.</param>
public sealed record FormDifference(string Field, string Here, string Theirs, string? Mine);
