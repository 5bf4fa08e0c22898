using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace Host.Sample.Database;

/// <summary>How the migration tool makes a context; the host itself never uses it.</summary>
internal sealed class HostDatabaseDesign : IDesignTimeDbContextFactory<HostDatabase>
{
    public HostDatabase CreateDbContext(string[] args) =>
        new(new DbContextOptionsBuilder<HostDatabase>().UseSqlite("Data Source=design.db").Options);
}
