using Bunit;
using Host.Sample.Connectors;
using Host.Sample.Web.Editor;
using Microsoft.AspNetCore.Components;
using MudBlazor.Services;
using Plugin.Abstractions;
using Plugin.Abstractions.Settings;

namespace Host.Sample.Tests.Web;

public sealed class SecretFieldTests : BunitContext
{
    private static readonly SettingDefinition Token = new() { Name = "token", Label = "Token", Help = "Lets in.", Kind = SettingKind.Secret, Order = 10 };

    private readonly List<string> _changed = [];

    public SecretFieldTests()
    {
        Services.AddMudServices();
        JSInterop.Mode = JSRuntimeMode.Loose;
    }

    [Fact]
    public void A_secret_that_is_not_set_is_typed_in()
    {
        var form = Form([]);
        var field = Show(form);

        field.Find("input[type=password]").Input("typed");

        form.Change("token").ShouldBe(new("typed"));
        _changed.ShouldBe(["token"]);
    }

    [Fact]
    public void A_saved_secret_has_no_input_until_it_is_to_be_replaced_and_typing_nothing_keeps_it()
    {
        var form = Form(["token"]);
        var field = Show(form);

        var before = field.FindAll("input").Count;
        field.Find("button[aria-label='Replace Token']").Click();
        field.Find("input[type=password]").Input("new");
        var replaced = form.Change("token");
        field.Find("input[type=password]").Input("");

        before.ShouldBe(0);
        replaced.ShouldBe(new("new"));
        form.Change("token").ShouldBeNull();
    }

    [Fact]
    public void A_saved_secret_is_cleared_only_by_its_button_which_can_be_taken_back()
    {
        var form = Form(["token"]);
        var field = Show(form);

        field.Find("button[aria-label='Clear Token']").Click();
        var cleared = form.Change("token");
        field.Markup.ShouldContain("will be cleared when you save");
        field.FindAll("button").Single(button => button.TextContent == "Keep it").Click();

        cleared.ShouldBe(new(""));
        form.Change("token").ShouldBeNull();
    }

    [Fact]
    public void A_token_that_consent_has_brought_is_told_and_can_be_done_without()
    {
        var form = Form([]);
        form.AuthorizationId = Guid.NewGuid();
        var field = Show(form);

        field.Markup.ShouldContain("Token received, saved with the connector");
        field.FindAll("button").Single(button => button.TextContent == "Do without it").Click();

        form.AuthorizationId.ShouldBeNull();
        field.FindAll("input[type=password]").Count.ShouldBe(1);
    }

    private IRenderedComponent<SecretField> Show(ConnectorForm form) => Render<SecretField>(parameters => parameters
        .Add(field => field.Form, form)
        .Add(field => field.Setting, Token)
        .Add(field => field.OnChanged, EventCallback.Factory.Create<string>(this, _changed.Add)));

    private static ConnectorForm Form(IReadOnlyList<string> secretsSet)
    {
        ConnectorDescription description = new()
        {
            Service = "Orchard",
            Title = "Orchard Connectors",
            Summary = "Collects an orchard.",
            Settings = [Token],
            Authorization = new() { TokenSetting = "token", RequiredSettings = [], ConsentedBy = "The head gardener." },
            Streams = [],
        };
        ConnectorView saved = new()
        {
            Id = 7,
            Name = "North",
            Description = "",
            PluginId = "orchard",
            EndpointServer = "local",
            Texts = new Dictionary<string, string>(),
            FullRunEvery = 30,
            SecretsSet = secretsSet,
            IsAuthorized = false,
            CreatedAt = default,
            UpdatedAt = default,
            Revision = 1,
        };

        return new("orchard", description, saved, "local");
    }
}
