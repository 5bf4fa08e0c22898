using System.Globalization;

namespace Plugin.Slack.Sandbox.Faults;

/// <summary>Something that goes wrong with certain calls of a method, counted from the moment it is set.</summary>
internal sealed class Fault
{
    public const string Grammar = "method:nth-call[-upto]:fault, for example users.list:3:429";

    private readonly string _method;
    private readonly long _from;
    private readonly long _upTo;
    private long _calls;

    private Fault(string method, long from, long upTo, string kind)
    {
        _method = method;
        _from = from;
        _upTo = upTo;
        Kind = kind;
    }

    /// <summary>One of <see cref="FaultKind"/>, or an error code.</summary>
    public string Kind { get; }

    public static bool TryParse(string text, out Fault? fault)
    {
        fault = null;
        string[] parts = text.Split(':');
        if (parts.Length != 3 || parts[0].Length == 0 || parts[2].Length == 0
            || (parts[0] != "*" && !Coverage.Methods.Any(method => method.Name == parts[0])))
        {
            return false;
        }

        string[] range = parts[1].Split('-');
        if (range.Length > 2 || !TryCount(range[0], out long from))
        {
            return false;
        }

        long upTo = from;
        if (range.Length == 2)
        {
            if (range[1] == "*")
            {
                upTo = long.MaxValue;
            }
            else if (!TryCount(range[1], out upTo) || upTo < from)
            {
                return false;
            }
        }

        fault = new Fault(parts[0], from, upTo, parts[2]);
        return true;
    }

    /// <summary>How many calls it has struck so far.</summary>
    public long Struck => Math.Max(0, Math.Min(Interlocked.Read(ref _calls), _upTo) - _from + 1);

    /// <summary>Counts a call and says whether this fault strikes it.</summary>
    public bool Strikes(string method)
    {
        if (_method != "*" && _method != method)
        {
            return false;
        }

        long call = Interlocked.Increment(ref _calls);
        return call >= _from && call <= _upTo;
    }

    private static bool TryCount(string text, out long count) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out count) && count > 0;
}
