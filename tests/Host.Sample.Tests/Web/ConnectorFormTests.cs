using Host.Sample.Connectors;
using Host.Sample.Web.Editor;
using Plugin.Abstractions;
using Plugin.Abstractions.Collection;
using Plugin.Abstractions.Settings;

namespace Host.Sample.Tests.Web;

public sealed class ConnectorFormTests
{
    private static readonly ConnectorDescription Description = new()
    {
        Service = "Orchard",
        Title = "Orchard Connectors",
        Summary = "Collects an orchard.",
        Settings =
        [
            new() { Name = "shed", Label = "Shed", Help = "Where tools are.", Kind = SettingKind.Text, Order = 30, DependsOn = new("tools", "true") },
            new() { Name = "client", Label = "Client", Help = "Who asks.", Kind = SettingKind.Text, Order = 10 },
            new() { Name = "token", Label = "Token", Help = "Lets in.", Kind = SettingKind.Secret, Order = 20 },
            new() { Name = "tools", Label = "Tools", Help = "Whether.", Kind = SettingKind.Boolean, Order = 25, DefaultValue = "false" },
        ],
        Streams = [Stream("trees", true), Stream("growers", true), Stream("tools", false)],
    };

    [Fact]
    public void A_form_that_nobody_has_touched_loses_nothing_and_flags_nothing()
    {
        var form = Edit();

        form.Take([new("client", "required", "Client is empty.")], isAsked: false);

        form.IsDirty.ShouldBeFalse();
        form.Problem("client").ShouldBeNull();
    }

    [Fact]
    public void A_problem_is_shown_at_a_field_that_was_touched_and_at_all_once_save_was_pressed()
    {
        var form = New();
        form.Take([new("client", "required", "Client is empty."), new("token", "required", "Token is empty.")], isAsked: false);

        form.Touch("client");
        var touched = (form.Problem("client"), form.Problem("token"));
        form.PressSave();

        touched.ShouldBe(("Client is empty.", null));
        form.Problem("token").ShouldBe("Token is empty.");
    }

    [Fact]
    public void What_the_person_asked_for_is_told_also_where_they_have_not_been()
    {
        var form = New();

        form.Take([new("client", "required", "Client is empty.")], isAsked: true);

        form.Problem("client").ShouldBe("Client is empty.");
    }

    [Fact]
    public void Only_what_was_changed_goes_to_the_rooms()
    {
        var form = Edit();
        form.SetText("client", "bob");
        form.SetText("tools", "true");
        form.SetText("tools", "");

        var draft = form.ToDraft();

        draft.Name.ShouldBeNull();
        draft.Texts.ShouldBe(new Dictionary<string, string?> { ["client"] = "bob" });
        draft.Secrets.ShouldBeEmpty();
        draft.Streams.ShouldBeNull();
    }

    [Fact]
    public void What_is_typed_and_taken_back_is_no_change()
    {
        var form = Edit();
        form.Name = "South";
        form.Name = "North";
        form.SetText("client", "bob");
        form.SetText("client", "alice");
        form.SetSecret("token", new("typed"));
        form.SetSecret("token", null);
        form.SetStream("trees", false);
        form.SetStream("trees", true);

        form.IsDirty.ShouldBeFalse();
    }

    [Fact]
    public void A_secret_stays_is_replaced_or_is_cleared_only_when_said_so()
    {
        var form = Edit();

        var kept = form.ToDraft().Secrets;
        form.SetSecret("token", new("new"));
        var replaced = form.ToDraft().Secrets["token"];
        form.SetSecret("token", new(""));

        kept.ShouldBeEmpty();
        replaced.ShouldBe("new");
        form.ToDraft().Secrets["token"].ShouldBe("");
    }

    [Fact]
    public void An_empty_field_of_a_secret_that_is_not_set_clears_nothing()
    {
        var form = New();

        form.SetSecret("token", new(""));

        form.IsDirty.ShouldBeFalse();
    }

    [Fact]
    public void Fields_come_in_their_order_and_one_that_depends_on_another_with_its_value()
    {
        var form = New();
        var shed = form.Settings.Single(setting => setting.Name == "shed");

        var before = form.IsShown(shed);
        form.SetText("tools", "true");

        form.Settings.Select(setting => setting.Name).ShouldBe(["client", "token", "tools", "shed"]);
        before.ShouldBeFalse();
        form.IsShown(shed).ShouldBeTrue();
    }

    [Fact]
    public void Streams_begin_with_those_on_by_default_and_none_at_all_is_a_problem()
    {
        var form = New();
        var first = form.Streams.ToList();

        form.SetStream("tools", true);
        var chosen = form.ToDraft().Streams;
        form.SetStream("trees", false);
        form.SetStream("growers", false);
        form.SetStream("tools", false);
        form.PressSave();

        first.ShouldBe(["trees", "growers"], ignoreOrder: true);
        chosen.ShouldBe(["trees", "growers", "tools"]);
        form.Problem(ConnectorForm.StreamsField).ShouldBe("Choose at least one stream.");
    }

    [Fact]
    public void A_reload_keeps_what_was_typed_but_no_secret()
    {
        var form = Edit();
        form.Name = "South";
        form.SetText("client", "bob");
        form.SetSecret("token", new("canary-secret"));
        form.SetStream("tools", true);
        var memory = form.Remember();

        var after = Edit(revision: 5);
        after.Recall(memory);

        memory.ShouldNotContain("canary-secret");
        (after.Name, after.Text("client"), after.Change("token")).ShouldBe(("South", "bob", null));
        after.Streams.ShouldContain("tools");
        after.Take([new("client", "unknown", "Nobody knows bob.")], isAsked: false);
        after.Problem("client").ShouldBe("Nobody knows bob.");

        // It was typed to the revision of then: saving it must meet what was saved meanwhile.
        after.ExpectedRevision.ShouldBe(1);
    }

    [Theory]
    [InlineData("")]
    [InlineData("nonsense")]
    [InlineData("null")]
    [InlineData("""{"Revision":1,"Texts":{"unknown":"x","token":"y"}}""")]
    public void What_is_no_memory_of_this_form_changes_nothing(string memory)
    {
        var form = Edit();

        form.Recall(memory);

        form.IsDirty.ShouldBeFalse();
    }

    [Fact]
    public void Of_two_editors_the_later_sees_where_they_differ_and_can_lay_the_changes_over()
    {
        var form = Edit();
        form.Name = "South";
        form.SetText("client", "bob");
        var latest = View(revision: 2) with { Description = "Theirs.", Texts = new Dictionary<string, string> { ["client"] = "carol" } };

        var differences = form.Differences(latest);
        form.Rebase(latest);

        differences.ShouldBe([new("Name", "South", "North", "South"), new("Description", "Old.", "Theirs.", null), new("Client", "bob", "carol", "bob")]);
        form.ExpectedRevision.ShouldBe(2);
        form.ToDraft().ShouldSatisfyAllConditions(
            draft => draft.Name.ShouldBe("South"),
            draft => draft.Description.ShouldBeNull(),
            draft => draft.Texts["client"].ShouldBe("bob"));
    }

    [Fact]
    public void A_connector_that_was_deleted_can_be_made_anew_of_what_stands_there()
    {
        var form = Edit();
        form.SetText("tools", "true");

        form.BecomeNew();

        form.Saved.ShouldBeNull();
        form.ToDraft().ShouldSatisfyAllConditions(
            draft => draft.Name.ShouldBe("North"),
            draft => draft.Description.ShouldBe("Old."),
            draft => draft.Texts.ShouldBe(new Dictionary<string, string?> { ["client"] = "alice", ["tools"] = "true" }, ignoreOrder: true));
    }

    private static ConnectorForm New() => new("orchard", Description, null, "local");

    private static ConnectorForm Edit(int revision = 1) => new("orchard", Description, View(revision), "local");

    private static ConnectorView View(int revision) => new()
    {
        Id = 7,
        Name = "North",
        Description = "Old.",
        PluginId = "orchard",
        EndpointServer = "local",
        Texts = new Dictionary<string, string> { ["client"] = "alice" },
        FullRunEvery = 30,
        SecretsSet = ["token"],
        IsAuthorized = false,
        CreatedAt = default,
        UpdatedAt = default,
        Revision = revision,
    };

    private static StreamDescription Stream(string id, bool isOnByDefault) => new()
    {
        Id = id,
        Name = id,
        Description = "A row each.",
        Mode = StreamMode.Snapshot,
        Methods = [],
        LostWithout = "Much.",
        IsOnByDefault = isOnByDefault,
    };
}
