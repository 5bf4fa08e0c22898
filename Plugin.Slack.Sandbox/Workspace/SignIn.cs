using System.Runtime.InteropServices;

namespace Plugin.Slack.Sandbox.Workspace;

/// <summary>One row of the access log: a person, an address and a client.</summary>
/// <param name="Last">Unix seconds of the latest use; rows are ordered by it, newest first.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct SignIn(int UserIndex, long First, long Last, ulong Dice);
