using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Plugin.Slack.Sandbox.Workspace;

/// <summary>
/// Ids as Slack makes them: a letter, a zero and eight letters or digits. They are arithmetic on an index, so that a lookup
/// needs no table either.
/// </summary>
internal sealed class SlackIds
{
    public const int Length = 10;

    private const string Digits = "0123456789ABCDEFGHJKLMNPQRSTVWXY";
    private const ulong Mask = (1UL << 40) - 1;
    private const ulong Step = 0x5DEECE66DUL | 1;

    private static readonly ulong Back = InverseOfStep();

    private readonly ulong _shift;

    public SlackIds(ulong seed, char kind) => _shift = Chance.Of(seed, kind) & Mask;

    public void Write(char letter, long index, Span<byte> id)
    {
        ulong number = (((ulong)index * Step) + _shift) & Mask;
        id[0] = (byte)letter;
        id[1] = (byte)'0';
        for (int place = Length - 1; place >= 2; place--)
        {
            id[place] = (byte)Digits[(int)(number & 31)];
            number >>= 5;
        }
    }

    public string Text(char letter, long index)
    {
        Span<byte> id = stackalloc byte[Length];
        Write(letter, index, id);
        return Encoding.ASCII.GetString(id);
    }

    public bool TryRead([NotNullWhen(true)] string? id, int count, out int index)
    {
        bool found = TryRead(id, count, out long place);
        index = (int)place;
        return found;
    }

    public bool TryRead([NotNullWhen(true)] string? id, long count, out long index)
    {
        index = -1;
        if (id is not { Length: Length } || id[1] != '0')
        {
            return false;
        }

        ulong number = 0;
        foreach (char letter in id.AsSpan(2))
        {
            int digit = Digits.IndexOf(letter, StringComparison.Ordinal);
            if (digit < 0)
            {
                return false;
            }

            number = (number << 5) | (uint)digit;
        }

        ulong found = ((number - _shift) * Back) & Mask;
        if (found >= (ulong)count)
        {
            return false;
        }

        index = (long)found;
        return true;
    }

    private static ulong InverseOfStep()
    {
        // Newton's iteration doubles the number of right bits each time; six are enough for 64.
        ulong inverse = Step;
        for (int round = 0; round < 6; round++)
        {
            inverse *= 2 - (Step * inverse);
        }

        return inverse & Mask;
    }
}
