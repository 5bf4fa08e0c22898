using System.Text.Json;
using Plugin.Abstractions.Authorization;

namespace Plugin.Abstractions.Tests.Authorization;

public sealed class AuthorizationCallbackTests
{
    private readonly AuthorizationCallback _callback = new(new("http://127.0.0.1/cmp/x"), new Dictionary<string, string> { ["code"] = "code-4711", ["empty"] = "" });

    [Fact]
    public void Value_gives_the_field_or_null()
    {
        _callback.Value("code").ShouldBe("code-4711");
        _callback.Value("empty").ShouldBe("");
        _callback.Value("error").ShouldBeNull();
    }

    [Fact]
    public void Code_is_in_no_text_form()
    {
        ((object)_callback).ToString().ShouldNotBeNull().ShouldNotContain("4711");
        JsonSerializer.Serialize(_callback).ShouldNotContain("4711");
    }
}
