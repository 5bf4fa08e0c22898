using Host.Sample.Telemetry;

namespace Host.Sample.Tests.Telemetry;

/// <summary>Of an address, what may be told to a receiver of traces.</summary>
public sealed class UrlTemplateTests
{
    [Theory]
    [InlineData("https://service.example/api/users.list?token=xoxp-1&cursor=abc", "/api/users.list")]
    [InlineData("https://service.example/api/v2/team.accessLogs", "/api/v2/team.accessLogs")]
    [InlineData("https://hooks.example/services/T0123ABCD/B0456EFGH/aGVsbG8gd29ybGQ", "/services/{}/{}/{}")]
    [InlineData("https://api.example/bot123456:AAH-secret/sendMessage", "/{}/sendMessage")]
    [InlineData("https://api.example/users/ada%40example.com/seats", "/users/{}/seats")]
    [InlineData("https://api.example/keys/abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyz", "/keys/{}")]
    [InlineData("https://api.example/keys/qWeRtYuIoP", "/keys/{}")]
    [InlineData("https://api.example/teams/TABCDEF", "/teams/{}")]
    [InlineData("https://user:word@api.example/", "/")]
    public void Only_what_reads_like_an_interface_is_left(string address, string template) => UrlTemplate.Of(new(address)).ShouldBe(template);
}
