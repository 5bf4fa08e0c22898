using System.Runtime.InteropServices;

namespace Plugin.Slack.Sandbox.Workspace;

/// <summary>How much a scripted change changes, in percent.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct ChangeShares(double People, double Channels, double Members, double Swaps);
