using AngleSharp.Dom;
using Bunit;
using Bunit.TestDoubles;
using Host.Sample.Access;
using Host.Sample.Api;
using Host.Sample.Web;
using Host.Sample.Web.Glance;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using MudBlazor;
using MudBlazor.Services;

namespace Host.Sample.Tests.Web;

/// <summary>Draws pages of a host without a browser, over its real rooms, as somebody with a role sees them.</summary>
internal sealed class PageFixture : IAsyncDisposable
{
    private readonly BunitContext _context = new();

    /// <param name="rooms">The host's.</param>
    /// <param name="role">Of whoever looks.</param>
    public PageFixture(IServiceProvider rooms, AccessRole role = AccessRole.Administrator)
    {
        // Far more than any page takes: a machine that is busy fails no test.
        BunitContext.DefaultWaitTimeout = TimeSpan.FromSeconds(60);
        _context.JSInterop.Mode = JSRuntimeMode.Loose;
        _context.Services.AddMudServices();
        _context.Services.AddSingleton<WebNews>().AddSingleton(_ => ActivatorUtilities.CreateInstance<FirstSteps>(rooms));
        _context.Services.AddFallbackServiceProvider(rooms);
        var viewer = _context.AddAuthorization().SetAuthorized("viewer");
        viewer.SetPolicies([.. role >= AccessRole.Operator ? [DoorSchemes.OperatorPolicy] : Array.Empty<string>(), .. role >= AccessRole.Administrator ? [DoorSchemes.AdministratorPolicy] : Array.Empty<string>()]);
        rooms.GetRequiredService<CurrentActor>().Become(new Actor("viewer", role));
        Dialogs = _context.Render<MudDialogProvider>();
        Popovers = _context.Render<MudPopoverProvider>();
    }

    /// <summary>Where dialogs are drawn.</summary>
    public IRenderedComponent<MudDialogProvider> Dialogs { get; }

    /// <summary>Where open menus and choices are drawn.</summary>
    public IRenderedComponent<MudPopoverProvider> Popovers { get; }

    /// <summary>What tells open pages that something has changed.</summary>
    public WebNews News => _context.Services.GetRequiredService<WebNews>();

    public NavigationManager Navigation => _context.Services.GetRequiredService<NavigationManager>();

    /// <summary>Draws a page as of an address.</summary>
    public IRenderedComponent<T> Open<T>(string address, Action<ComponentParameterCollectionBuilder<T>>? parameters = null)
        where T : IComponent
    {
        Navigation.NavigateTo(address);

        return _context.Render(parameters ?? (_ => { }));
    }

    /// <summary>The button with a text.</summary>
    public static IElement Button<T>(IRenderedComponent<T> page, string text)
        where T : IComponent => page.FindAll("button").Single(button => button.TextContent.Trim() == text || button.GetAttribute("aria-label") == text);

    /// <summary>Presses the button with a text, once it is there. Found and pressed in one go, so that nothing is drawn anew in between.</summary>
    public static async Task PressAsync<T>(IRenderedComponent<T> page, string text)
        where T : IComponent
    {
        page.WaitForAssertion(() => Button(page, text), TimeSpan.FromSeconds(30));
        await page.InvokeAsync(() => Button(page, text).ClickAsync(new()));
    }

    public ValueTask DisposeAsync() => _context.DisposeAsync();
}
