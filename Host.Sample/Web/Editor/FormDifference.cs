namespace Host.Sample.Web.Editor;

/// <summary>A field that is different in what is saved and in what is typed.</summary>
public sealed record FormDifference(string Field, string Theirs, string Mine);
