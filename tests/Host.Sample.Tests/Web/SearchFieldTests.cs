using Bunit;
using Host.Sample.Web.Parts;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using MudBlazor.Services;

namespace Host.Sample.Tests.Web;

public sealed class SearchFieldTests : IAsyncDisposable
{
    private static readonly TimeSpan LongEnough = TimeSpan.FromSeconds(1);

    private readonly BunitContext _page = new();
    private readonly FakeTimeProvider _clock = new();
    private readonly List<string?> _told = [];

    public SearchFieldTests()
    {
        _page.JSInterop.Mode = JSRuntimeMode.Loose;
        _page.Services.AddMudServices();
        _page.Services.AddSingleton<TimeProvider>(_clock);
    }

    [Fact]
    public void What_is_typed_survives_a_page_that_is_drawn_anew()
    {
        var field = Render(value: null);
        field.Find("input").Input("guest");

        field.Render(parameters => parameters.Add(search => search.Label, "Search").Add(search => search.Value, null));

        field.Find("input").GetAttribute("value").ShouldBe("guest");
        _clock.Advance(LongEnough);
        field.WaitForAssertion(() => _told.ShouldBe(["guest"]));
    }

    [Fact]
    public void It_is_told_once_when_nothing_more_is_typed()
    {
        var field = Render(value: null);
        field.Find("input").Input("g");
        field.Find("input").Input("gu");
        _clock.Advance(LongEnough);

        field.WaitForAssertion(() => _told.ShouldBe(["gu"]));
    }

    [Fact]
    public void The_echo_of_what_was_told_does_not_take_back_what_was_typed_since()
    {
        var field = Render(value: null);
        field.Find("input").Input("gu");
        _clock.Advance(LongEnough);
        field.WaitForAssertion(() => _told.ShouldBe(["gu"]));
        field.Find("input").Input("gues");

        field.Render(parameters => parameters.Add(search => search.Value, "gu"));

        field.Find("input").GetAttribute("value").ShouldBe("gues");
    }

    [Fact]
    public void An_address_that_is_gone_back_to_fills_the_field()
    {
        var field = Render(value: "old");

        field.Render(parameters => parameters.Add(search => search.Value, "older"));

        field.Find("input").GetAttribute("value").ShouldBe("older");
    }

    public ValueTask DisposeAsync() => _page.DisposeAsync();

    private IRenderedComponent<SearchField> Render(string? value) => _page.Render<SearchField>(parameters => parameters
        .Add(search => search.Label, "Search")
        .Add(search => search.Value, value)
        .Add(search => search.ValueChanged, text => _told.Add(text)));
}
