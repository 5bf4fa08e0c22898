namespace Host.Sample.Web.Glance;

/// <summary>A step on the way to the first inventory.</summary>
/// <param name="Title">What is to be done.</param>
/// <param name="Hint">Where, or how far it is.</param>
/// <param name="Address">The page to do it on.</param>
/// <param name="IsDone">Whether it is done.</param>
public sealed record FirstStep(string Title, string Hint, string Address, bool IsDone);
