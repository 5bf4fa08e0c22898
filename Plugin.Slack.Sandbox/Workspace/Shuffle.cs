namespace Plugin.Slack.Sandbox.Workspace;

/// <summary>An order of 0 … size−1 that looks random and can be asked both ways without a table.</summary>
internal sealed class Shuffle
{
    private readonly long _size;
    private readonly long _step;
    private readonly long _back;
    private readonly long _shift;

    public Shuffle(int size, ulong seed)
    {
        _size = Math.Max(1, size);
        _shift = (long)(Chance.Of(seed, 1) % (ulong)_size);
        _step = Math.Max(1, (_size * 618 / 1000) + (long)(Chance.Of(seed, 2) % 64)) % _size;
        _step = Math.Max(1, _step);
        while (GreatestCommonDivisor(_step, _size) != 1)
        {
            _step++;
        }

        _back = Inverse(_step, _size);
    }

    public int At(int place) => (int)(((place * _step) + _shift) % _size);

    public int PlaceOf(int value) => (int)((value - _shift + _size) % _size * _back % _size);

    private static long GreatestCommonDivisor(long a, long b)
    {
        while (b != 0)
        {
            (a, b) = (b, a % b);
        }

        return a;
    }

    private static long Inverse(long value, long modulus)
    {
        (long previous, long current) = (0, 1);
        (long rest, long next) = (modulus, value);
        while (next != 0)
        {
            long quotient = rest / next;
            (rest, next) = (next, rest - (quotient * next));
            (previous, current) = (current, previous - (quotient * current));
        }

        return ((previous % modulus) + modulus) % modulus;
    }
}
