using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using System.Text.Json;
using Plugin.Abstractions.Authorization;
using Plugin.Abstractions.Settings;

namespace Plugin.Abstractions.Tests.Settings;

public sealed class SecretTests
{
    private const string Value = "do-not-print-4711";

    private static readonly JsonSerializerOptions WithFields = new() { IncludeFields = true };

    private readonly Secret _secret = new(Value);

    [Fact]
    public void Reveal_gives_the_value() => _secret.Reveal().ShouldBe(Value);

    [Fact]
    public void Text_forms_show_three_stars()
    {
        _secret.ToString().ShouldBe("***");
        $"{_secret}".ShouldBe("***");
        string.Format(CultureInfo.InvariantCulture, "{0,10}", _secret).ShouldBe("       ***");
        string.Concat("token ", _secret).ShouldBe("token ***");
    }

    [Fact]
    public void Json_does_not_hold_the_value()
    {
        JsonSerializer.Serialize(_secret).ShouldBe("{}");
        JsonSerializer.Serialize(new { Token = _secret, All = new[] { _secret } }).ShouldNotContain(Value);
        JsonSerializer.Serialize(_secret, WithFields).ShouldBe("{}");
    }

    [Fact]
    public void Debugger_shows_three_stars_and_nothing_public_reads_the_value()
    {
        typeof(Secret).GetCustomAttribute<DebuggerDisplayAttribute>().ShouldNotBeNull().Value.ShouldBe("***");
        typeof(Secret).GetProperties().ShouldBeEmpty();
        typeof(Secret).GetFields().ShouldBeEmpty();
    }

    [Fact]
    public void Records_that_hold_a_secret_do_not_print_it()
    {
        Credential credential = new() { AccessToken = _secret, RefreshToken = new(Value + "-refresh") };

        credential.ToString().ShouldNotContain(Value);
        JsonSerializer.Serialize(credential).ShouldNotContain(Value);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("\t\r\n")]
    [InlineData(null)]
    public void Nothing_is_no_secret(string? value) => Should.Throw<ArgumentException>(() => new Secret(value!));

    [Theory]
    [AutoData]
    public void Equality_is_by_value(string value)
    {
        new Secret(value).ShouldBe(new Secret(value));
        new Secret(value).GetHashCode().ShouldBe(new Secret(value).GetHashCode());
        new Secret(value).ShouldNotBe(new Secret(value + "x"));
        new Secret(value).Equals(null).ShouldBeFalse();
    }
}
