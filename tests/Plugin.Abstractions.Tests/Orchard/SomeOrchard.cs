using System.Diagnostics.CodeAnalysis;
using Plugin.Abstractions.Settings;

namespace Plugin.Abstractions.Tests.Orchard;

/// <summary>Orchards for tests.</summary>
internal static class SomeOrchard
{
    public const string ClientSecret = "orchard-client-secret";
    public const string Token = "orchard-token";

    public static SettingValues Settings(params (string Name, string Value)[] texts) => new(
        texts.Select(text => KeyValuePair.Create(text.Name, text.Value)),
        [KeyValuePair.Create("token", new Secret(Token)), KeyValuePair.Create("client_secret", new Secret(ClientSecret))]);

    /// <summary>A client whose every call fails the test that makes it: the orchard at home calls nobody.</summary>
    [SuppressMessage("Reliability", "CA2000", Justification = "The client disposes the handler.")]
    public static HttpClient DeadHttp() => new(new DeadHandler());

    /// <summary>A client as a host makes it: it follows no redirect.</summary>
    [SuppressMessage("Reliability", "CA2000", Justification = "The client disposes the handler.")]
    public static HttpClient Http() => new(new SocketsHttpHandler { AllowAutoRedirect = false }) { Timeout = Timeout.InfiniteTimeSpan };

    private sealed class DeadHandler : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            throw new InvalidOperationException("Nobody may be called here.");
    }
}
