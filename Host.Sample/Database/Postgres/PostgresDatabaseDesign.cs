using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace Host.Sample.Database.Postgres;

/// <summary>For the tool that writes migrations; it connects to nothing.</summary>
internal sealed class PostgresDatabaseDesign : IDesignTimeDbContextFactory<PostgresDatabase>
{
    public PostgresDatabase CreateDbContext(string[] args) => new(new DbContextOptionsBuilder<PostgresDatabase>().UseNpgsql("Host=localhost;Database=design").Options);
}
