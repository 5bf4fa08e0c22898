namespace Host.Sample.Isolation;

/// <summary>One message.</summary>
/// <param name="Kind">What it says.</param>
/// <param name="Call">The call that it belongs to.</param>
/// <param name="Ask">The question of the plugin's that it asks or answers; 0: none.</param>
/// <param name="Payload">The rest: JSON, and rows behind it.</param>
internal sealed record Frame(FrameKind Kind, int Call, int Ask, ReadOnlyMemory<byte> Payload);
