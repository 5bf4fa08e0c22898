using System.Globalization;
using Plugin.Abstractions.Settings;

namespace Plugin.Abstractions.Tests.Settings;

public sealed class SettingValuesTests
{
    [Fact]
    public void Empty_and_white_texts_are_absent()
    {
        var values = Values(("a", ""), ("b", "  "), ("c", "x"));

        values.TextNames.ShouldBe(["c"]);
        values.Text("a").ShouldBeNull();
        values.Text("b").ShouldBeNull();
        values.Text("c").ShouldBe("x");
    }

    [Theory]
    [InlineData("true", true)]
    [InlineData("False", false)]
    [InlineData("yes", null)]
    [InlineData("1", null)]
    public void Boolean_is_null_unless_it_is_one(string text, bool? expected) => Values(("a", text)).Boolean("a").ShouldBe(expected);

    [Theory]
    [InlineData("42", 42L)]
    [InlineData("-7", -7L)]
    [InlineData("9223372036854775807", long.MaxValue)]
    [InlineData("9223372036854775808", null)]
    [InlineData("1,000", null)]
    [InlineData("1.0", null)]
    [InlineData("0x10", null)]
    [InlineData(" 42", null)]
    public void Integer_is_null_unless_it_is_one_in_invariant_form(string text, long? expected) => Values(("a", text)).Integer("a").ShouldBe(expected);

    [Fact]
    public void Integer_does_not_depend_on_the_culture_of_the_thread()
    {
        var before = CultureInfo.CurrentCulture;
        var foreign = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        foreign.NumberFormat.NegativeSign = "minus";

        try
        {
            CultureInfo.CurrentCulture = foreign;

            Values(("a", "-7")).Integer("a").ShouldBe(-7);
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void With_replaces_one_secret_and_leaves_the_original_alone()
    {
        SettingValues original = new([KeyValuePair.Create("name", "x")], [KeyValuePair.Create("token", new Secret("old")), KeyValuePair.Create("other", new Secret("kept"))]);

        var changed = original.With("token", new("new"));

        changed.Secret("token").ShouldBe(new Secret("new"));
        changed.Secret("other").ShouldBe(new Secret("kept"));
        changed.Text("name").ShouldBe("x");
        original.Secret("token").ShouldBe(new Secret("old"));
    }

    [Fact]
    public void A_secret_is_no_text_and_a_text_is_no_secret()
    {
        SettingValues values = new([KeyValuePair.Create("name", "x")], [KeyValuePair.Create("token", new Secret("hidden"))]);

        values.Text("token").ShouldBeNull();
        values.Secret("name").ShouldBeNull();
        values.TextNames.ShouldBe(["name"]);
        values.SecretNames.ShouldBe(["token"]);
    }

    [Fact]
    public void Values_taken_over_are_a_copy()
    {
        Dictionary<string, string> texts = new() { ["a"] = "1" };
        SettingValues values = new(texts, []);

        texts["a"] = "2";

        values.Text("a").ShouldBe("1");
    }

    private static SettingValues Values(params (string Name, string Value)[] texts) => new(texts.Select(text => KeyValuePair.Create(text.Name, text.Value)), []);
}
