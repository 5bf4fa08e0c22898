using System.Text;
using System.Text.Json;
using CsCheck;
using Plugin.Slack.Api;

namespace Plugin.Slack.Tests.Api;

public sealed class JsonTextTests
{
    [Theory]
    [InlineData("\"a\\u0000b\"", "\"ab\"", 1)]
    [InlineData("\"\\\\u0000\"", "\"\\\\u0000\"", 0)]
    [InlineData("\"\\ud83d\\ude00\"", "\"\\ud83d\\ude00\"", 0)]
    [InlineData("\"\\ud83d\"", "\"\\uFFFD\"", 1)]
    [InlineData("\"\\ude00\\ud83d\"", "\"\\uFFFD\\uFFFD\"", 2)]
    [InlineData("\"\\uZZZZ\\", "\"\\uZZZZ\\", 0)]
    [InlineData("", "", 0)]
    public void What_no_store_keeps_is_mended(string json, string mended, int count)
    {
        var (repaired, found) = JsonText.Repair(Encoding.UTF8.GetBytes(json));

        (Encoding.UTF8.GetString(repaired), found).ShouldBe((mended, count));
    }

    [Fact]
    public void Any_bytes_at_all_are_mended_to_utf8_without_throwing() =>
        Gen.Byte.Array.Sample(bytes => System.Text.Unicode.Utf8.IsValid(JsonText.Repair(bytes).Repaired).ShouldBeTrue());

    [Fact]
    public void Good_json_is_left_as_it_is() =>
        Gen.String[Gen.Char[' ', '\ud7ff'], 0, 50].Sample(text =>
        {
            var json = JsonSerializer.SerializeToUtf8Bytes(text);

            var (repaired, count) = JsonText.Repair(json);

            (count, Encoding.UTF8.GetString(repaired)).ShouldBe((0, Encoding.UTF8.GetString(json)));
        });
}
