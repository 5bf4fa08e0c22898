using Microsoft.EntityFrameworkCore;

namespace Host.Sample.Database;

internal sealed class HostDatabaseFactory(HostStore store) : IDbContextFactory<HostDatabase>
{
    public HostDatabase CreateDbContext() => store.Open();
}
