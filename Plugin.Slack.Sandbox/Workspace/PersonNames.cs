using System.Buffers.Text;
using System.Text;

namespace Plugin.Slack.Sandbox.Workspace;

/// <summary>What people and bots are called.</summary>
internal static class PersonNames
{
    public static bool IsOdd(Person person) => person.IsPerson && person.Dice % 61 == 7;

    public static ReadOnlySpan<byte> First(Person person) => Names.First[Pair(person.Index) & 63];

    public static ReadOnlySpan<byte> Last(Person person) => Names.Last[Pair(person.Index) >> 6];

    public static int Display(Person person, Span<byte> name)
    {
        if (IsOdd(person))
        {
            byte[] odd = Names.Odd[(int)((person.Dice >> 24) & 7)];
            odd.CopyTo(name);
            return odd.Length;
        }

        switch (person.Class)
        {
            case AccountClass.Slackbot:
                "Slackbot"u8.CopyTo(name);
                return 8;
            case AccountClass.WorkflowBot:
                return Join(name, "Workflow "u8, person.Index);
            case AccountClass.Bot:
                ReadOnlySpan<byte> bot = InstalledApps.NameOfBot(person.Rank);
                bot.CopyTo(name);
                return bot.Length;
            default:
                ReadOnlySpan<byte> first = First(person);
                ReadOnlySpan<byte> last = Last(person);
                first.CopyTo(name);
                name[first.Length] = (byte)' ';
                last.CopyTo(name[(first.Length + 1)..]);
                return first.Length + 1 + last.Length;
        }
    }

    public static int Handle(Person person, Span<byte> handle)
    {
        if (!person.IsPerson && person.Class != AccountClass.Stranger)
        {
            return person.Class == AccountClass.Slackbot ? Copy("slackbot"u8, handle) : Join(handle, "bot-"u8, person.Index);
        }

        int pair = Pair(person.Index);
        ReadOnlySpan<byte> first = Names.FirstHandles[pair & 63];
        ReadOnlySpan<byte> last = Names.LastHandles[pair >> 6];
        first.CopyTo(handle);
        handle[first.Length] = (byte)'.';
        last.CopyTo(handle[(first.Length + 1)..]);
        int length = first.Length + 1 + last.Length;
        return person.Index < Names.Pairs ? length : Join(handle, handle[..length], person.Index / Names.Pairs);
    }

    public static string HandleText(Person person)
    {
        Span<byte> handle = stackalloc byte[64];
        int length = Handle(person, handle);
        return Encoding.ASCII.GetString(handle[..length]);
    }

    // An odd multiplier visits every pair once in the first 4,096 people.
    private static int Pair(int index) => index * 2_467 & (Names.Pairs - 1);

    private static int Join(Span<byte> target, ReadOnlySpan<byte> start, int number)
    {
        start.CopyTo(target);
        Utf8Formatter.TryFormat(number, target[start.Length..], out int digits);
        return start.Length + digits;
    }

    private static int Copy(ReadOnlySpan<byte> text, Span<byte> target)
    {
        text.CopyTo(target);
        return text.Length;
    }
}
