using Plugin.Abstractions.Settings;

namespace Plugin.Orchard.Settings;

/// <summary>The settings as the orchard uses them, defaults filled in. Made only from values that the validator accepts.</summary>
internal sealed class OrchardSettings
{
    public const string ClientId = "client_id";
    public const string ClientSecret = "client_secret";
    public const string Token = "token";
    public const string ServiceAddress = "service_address";
    public const string Plan = "plan";
    public const string WithTools = "with_tools";
    public const string ToolShed = "tool_shed";
    public const string Rows = "rows";
    public const string PageSize = "page_size";
    public const string Seed = "seed";
    public const string Change = "change";
    public const string WithheldScopes = "withheld_scopes";
    public const string FailAt = "fail_at";

    public const string SmallPlan = "small";
    public const string LargePlan = "large";

    public const int DefaultRows = 100;
    public const int DefaultPageSize = 50;
    public const int MaximumRows = 10_000_000;
    public const int MaximumPageSize = 10_000;
    public const int MaximumChange = 40;

    public OrchardSettings(SettingValues values)
    {
        RowCount = (int)(values.Integer(Rows) ?? DefaultRows);
        RowsPerPage = (int)(values.Integer(PageSize) ?? DefaultPageSize);
        SeedValue = values.Integer(Seed) ?? 1;
        Day = (int)(values.Integer(Change) ?? 0);
        HasLargePlan = values.Text(Plan) is not SmallPlan;
        CountsTools = values.Boolean(WithTools) ?? true;
        Shed = values.Text(ToolShed) ?? "main";
        Withheld = (values.Text(WithheldScopes) ?? "").Split([',', ' '], StringSplitOptions.RemoveEmptyEntries);
        Address = values.Text(ServiceAddress) is { } address ? new Uri(address) : null;
        Mishaps = Mishap.ParseAll(values.Text(FailAt)) ?? [];
    }

    public int RowCount { get; }

    public int RowsPerPage { get; }

    public long SeedValue { get; }

    public int Day { get; }

    public bool HasLargePlan { get; }

    public bool CountsTools { get; }

    public string Shed { get; }

    public IReadOnlyList<string> Withheld { get; }

    public Uri? Address { get; }

    public IReadOnlyList<Mishap> Mishaps { get; }
}
