namespace Plugin.Abstractions.Tests;

public sealed class ContractVersionTests
{
    [Fact]
    public void Assembly_version_stays_the_same_for_the_whole_major_version() =>
        typeof(IConnector).Assembly.GetName().Version.ShouldBe(new Version(ContractVersion.Current.Major, 0, 0, 0));

    [Fact]
    public void A_plugin_built_for_this_contract_is_accepted() => ContractVersion.Accepts(ContractVersion.Current).ShouldBeTrue();

    [Fact]
    public void A_plugin_built_for_an_older_addition_is_accepted()
    {
        for (var minor = 0; minor <= ContractVersion.Current.Minor; minor++)
        {
            ContractVersion.Accepts(new(ContractVersion.Current.Major, minor)).ShouldBeTrue();
        }
    }

    [Fact]
    public void A_plugin_built_for_a_newer_or_another_contract_is_refused()
    {
        ContractVersion.Accepts(new(ContractVersion.Current.Major, ContractVersion.Current.Minor + 1)).ShouldBeFalse();
        ContractVersion.Accepts(new(ContractVersion.Current.Major + 1, 0)).ShouldBeFalse();
        ContractVersion.Accepts(new(ContractVersion.Current.Major - 1, 0)).ShouldBeFalse();
    }
}
