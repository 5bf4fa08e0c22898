using System.Runtime.InteropServices;

namespace Host.Sample.Runs.Proof;

/// <summary>Members as spaces or groups tell them and as rows of the stream of members, added up.</summary>
/// <param name="Places">Spaces or groups with a number.</param>
/// <param name="Differing">Those whose rows are another number.</param>
/// <param name="Told">Members that they tell.</param>
/// <param name="Found">Rows.</param>
/// <param name="Missing">Members that are told and have no row, added up place by place.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct MemberTotals(long Places, long Differing, long Told, long Found, long Missing);
