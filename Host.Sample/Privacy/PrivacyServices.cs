namespace Host.Sample.Privacy;

public static class PrivacyServices
{
    public static IServiceCollection AddPrivacy(this IServiceCollection services) => services
        .AddSingleton<PrivacyKeys>()
        .AddSingleton<PrivacyFilters>()
        .AddSingleton<PrivacyService>()
        .AddSingleton<PersonSearch>()
        .AddSingleton<AccountErasure>();
}
