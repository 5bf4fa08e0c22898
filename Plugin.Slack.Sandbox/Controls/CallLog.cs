using System.Collections.Concurrent;
using System.Text.Json;
using Plugin.Slack.Sandbox.Wire;

namespace Plugin.Slack.Sandbox.Controls;

/// <summary>How often each method was called and each page given, so that a test can say "no page was asked for twice".</summary>
internal sealed class CallLog
{
    private static readonly string[] PageArguments =
        ["cursor", "page", "limit", "count", "types", "channel", "usergroup", "before", "exclude_archived", "include_disabled", "change_type", "user", "ts_from", "ts_to", "team_id", "oldest", "latest", "ts"];

    private readonly ConcurrentDictionary<string, Entry> _entries = new(StringComparer.Ordinal);

    public void Called(string method) => Interlocked.Increment(ref EntryOf(method).Calls);

    public void Throttled(string method) => Interlocked.Increment(ref EntryOf(method).Throttled);

    public void Faulted(string method) => Interlocked.Increment(ref EntryOf(method).Faulted);

    public void Refused(string method) => Interlocked.Increment(ref EntryOf(method).Refused);

    /// <summary>Counts a page that was given, and its records. A page is its method and the arguments that select it.</summary>
    public void Gave(CoveredMethod method, Arguments arguments, long records)
    {
        Entry entry = EntryOf(method.Name);
        Interlocked.Add(ref entry.Records, records);
        if (method.Paging == Paging.None)
        {
            return;
        }

        string page = string.Join('&', PageArguments.Where(name => arguments.Text(name) is not null).Select(name => $"{name}={arguments.Text(name)}"));
        entry.Pages.AddOrUpdate(page, 1, (_, times) => times + 1);
    }

    public void Clear() => _entries.Clear();

    /// <summary>Writes per method the calls, their outcome, distinct pages and pages given more than once.</summary>
    public void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        // Its own ToArray: sorted as it is, it would be copied while it may grow.
        foreach ((string method, Entry entry) in _entries.ToArray().OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            json.WriteStartObject(method);
            json.WriteNumber("calls"u8, entry.Calls);
            json.WriteNumber("throttled"u8, entry.Throttled);
            json.WriteNumber("faulted"u8, entry.Faulted);
            json.WriteNumber("refused"u8, entry.Refused);
            json.WriteNumber("records"u8, entry.Records);
            json.WriteNumber("pages"u8, entry.Pages.Count);
            json.WriteNumber("repeated_pages"u8, entry.Pages.Count(page => page.Value > 1));
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private Entry EntryOf(string method) => _entries.GetOrAdd(method, _ => new Entry());

    private sealed class Entry
    {
        public long Calls;
        public long Throttled;
        public long Faulted;
        public long Refused;
        public long Records;

        public ConcurrentDictionary<string, int> Pages { get; } = new(StringComparer.Ordinal);
    }
}
