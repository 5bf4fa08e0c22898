using Plugin.Abstractions.Collection;

namespace Benchmarks.Store;

/// <summary>A stream of people: 25 columns of every type.</summary>
internal static class PeopleStream
{
    public const int PageSize = 1000;

    private static ColumnMeaning Meaning => new() { Description = "A value.", Source = "people.list: value" };

    public static StreamDefinition<Person> Definition { get; } = new StreamDefinitionBuilder<Person>(new()
    {
        Id = "people",
        Name = "People",
        Description = "One row is a person.",
        Mode = StreamMode.Snapshot,
        Methods = ["people.list"],
        LostWithout = "Nothing.",
    })
        .Text("id", person => person.Id, new() { Description = "Its id.", Source = "people.list: id", IsKey = true })
        .Text("team", person => person.Team, Meaning)
        .Text("name", person => person.Name, Meaning)
        .Text("real_name", person => person.RealName, Meaning)
        .Text("display_name", person => person.RealName, Meaning)
        .Text("email", person => person.Email, Meaning)
        .Text("title", person => person.Title, Meaning)
        .Text("phone", person => person.Phone, Meaning)
        .Text("zone", person => person.Zone, Meaning)
        .Int64("zone_offset", person => person.ZoneOffset, Meaning)
        .Text("account_type", _ => "member", Meaning)
        .Text("account_status", person => person.IsEven ? "active" : "deactivated", Meaning)
        .Boolean("is_admin", person => person.IsEven, Meaning)
        .Boolean("is_owner", _ => false, Meaning)
        .Boolean("is_primary_owner", _ => false, Meaning)
        .Boolean("is_restricted", _ => false, Meaning)
        .Boolean("is_ultra_restricted", _ => false, Meaning)
        .Boolean("is_bot", _ => false, Meaning)
        .Boolean("is_app_user", _ => false, Meaning)
        .Boolean("has_2fa", person => person.IsEven, Meaning)
        .Text("two_factor_type", _ => null, Meaning)
        .Timestamp("updated_at", person => person.Updated, Meaning)
        .Decimal("share", person => person.Share, Meaning)
        .Json("teams", _ => "[\"T024BE7LH\"]", Meaning)
        .Text("enterprise_id", _ => null, Meaning)
        .Build();

    /// <summary>Pages of the people as of a version; of so many, one changes with it.</summary>
    public static IEnumerable<StreamPage> Pages(int people, int version, int oneOf = 100)
    {
        for (var first = 0; first < people; first += PageSize)
        {
            var records = Enumerable.Range(first, Math.Min(PageSize, people - first)).Select(number => new Person(number, number % oneOf == 0 ? version : 0)).ToList();

            yield return new RecordPage<Person>(Definition, records) { Evidence = new() { Calls = 1, Received = records.Count } };
        }
    }
}
