namespace Benchmarks.Micro;

/// <summary>A page as it comes over the wire, and how the plugin reads it.</summary>
/// <param name="Method">Slack's method.</param>
/// <param name="Body">The body.</param>
/// <param name="Read">Reads a body; gives how many records it holds.</param>
internal sealed record AnswerSample(string Method, byte[] Body, Func<byte[], int> Read);
