using System.Globalization;
using System.Text.Json;
using Plugin.Slack.Sandbox.Workspace;

namespace Plugin.Slack.Sandbox.Controls;

/// <summary>Changes by script: an exact share of people or channels, or half of the people gone.</summary>
internal sealed class ChangeControls(SlackOrganisation organisation)
{
    private readonly Lock _gate = new();

    /// <summary>Changes what the form asks for and writes what came of it; gives what is wrong with the form, if anything.</summary>
    public string? Change(IFormCollection form, Func<Utf8JsonWriter> open)
    {
        if (!TryPercent(form, "people", 0, out double people) || !TryPercent(form, "channels", 0, out double channels)
            || !TryPercent(form, "members", 0, out double members) || !TryPercent(form, "swaps", 0, out double swaps))
        {
            return "Write people=, channels=, members= or swaps= with a number of percent from 0 to 100.";
        }

        lock (_gate)
        {
            int day = organisation.Clock.Day;
            int[] before = MemberCounts(day);
            Change change = organisation.Changes.Add(
                organisation.Clock.Now, organisation.People.Count(day), organisation.Home.Conversations.Channels(day), new ChangeShares(people, channels, members, swaps));
            int[] after = MemberCounts(day);
            Utf8JsonWriter json = open();
            json.WriteStartObject();
            json.WriteNumber("people"u8, Enumerable.Range(0, organisation.People.Count(day)).Count(index =>
                change.HitsPerson(index) && organisation.People.At(index, day).Class < AccountClass.Deactivated));
            json.WriteNumber("channels"u8, CountChannels(day, change.HitsTopic));
            json.WriteNumber("members"u8, before.Zip(after).Count(pair => pair.First != pair.Second));
            json.WriteNumber("swaps"u8, CountChannels(day, change.HitsSwap));
            json.WriteEndObject();
            return null;
        }
    }

    /// <summary>Takes a share of the people away, as a broken answer would: they are not deactivated but not there.</summary>
    public string? Collapse(IFormCollection form, Func<Utf8JsonWriter> open)
    {
        if (!TryPercent(form, "share", 50, out double share))
        {
            return "Write share= with a number of percent from 0 to 100.";
        }

        int gone = organisation.People.Collapse(share, organisation.Clock.Day);
        Utf8JsonWriter json = open();
        json.WriteStartObject();
        json.WriteNumber("gone"u8, gone);
        json.WriteEndObject();
        return null;
    }

    private static bool TryPercent(IFormCollection form, string name, double usual, out double percent)
    {
        percent = usual;
        return form[name].ToString() is not { Length: > 0 } text
            || (double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out percent) && percent <= 100);
    }

    private int[] MemberCounts(int day) =>
    [
        .. organisation.Workspaces.Take(organisation.Granted).SelectMany(workspace =>
            Enumerable.Range(0, workspace.Conversations.Channels(day)).Select(number => workspace.Conversations.MemberCount(workspace.Conversations.At(number, day), day))),
    ];

    private int CountChannels(int day, Func<int, bool> hits) =>
        organisation.Granted * Enumerable.Range(0, organisation.Home.Conversations.Channels(day)).Count(hits);
}
