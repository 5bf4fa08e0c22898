namespace Plugin.Abstractions;

/// <summary>A permission of applications that reaches far: with it an application sees or changes more than the people who use it would expect.</summary>
/// <param name="Scope">The permission in the service's word, compared exactly; one that ends in <c>*</c> stands for all that begin so.</param>
/// <param name="Allows">What an application can do with it, in a few words: <c>read messages in private channels</c>.</param>
public sealed record BroadAppScope(string Scope, string Allows);
