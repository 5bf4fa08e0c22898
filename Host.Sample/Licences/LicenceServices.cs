using Host.Sample.Access;
using Host.Sample.Database;
using Host.Sample.Inventory;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Host.Sample.Licences;

public static class LicenceServices
{
    public static IServiceCollection AddLicences(this IServiceCollection services)
    {
        services.TryAddSingleton<IConnectorDescriber, InstalledConnectorDescriber>();

        return services
            .AddSingleton<EvidenceReader>()
            .AddSingleton<SeatSubjects>()
            .AddSingleton<LicenceViews>()
            .AddSingleton<SeatTermsService>()
            .AddSingleton(rooms => new PositionService(rooms.GetRequiredService<LicenceViews>(), rooms.GetRequiredService<EvidenceReader>()))
            .AddSingleton(rooms => new SeatExclusions(
                rooms.GetRequiredService<IDbContextFactory<HostDatabase>>(),
                rooms.GetRequiredService<InventoryReader>(),
                rooms.GetRequiredService<EvidenceReader>(),
                rooms.GetRequiredService<SeatSubjects>(),
                rooms.GetRequiredService<CurrentActor>(),
                rooms.GetRequiredService<AuditTrail>(),
                rooms.GetRequiredService<TimeProvider>()))
            .AddSingleton(rooms => new ReclaimService(
                rooms.GetRequiredService<IDbContextFactory<HostDatabase>>(), rooms.GetRequiredService<LicenceViews>(), rooms.GetRequiredService<EvidenceReader>(), rooms.GetRequiredService<SeatExclusions>()))
            .AddSingleton(rooms => new LicenceCounter(rooms.GetRequiredService<LicenceViews>(), rooms.GetRequiredService<EvidenceReader>(), rooms.GetRequiredService<SeatExclusions>()))
            .AddSingleton<PositionExport>()
            .AddSingleton<ReclaimExport>();
    }
}
