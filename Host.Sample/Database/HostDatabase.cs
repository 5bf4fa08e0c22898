using Microsoft.EntityFrameworkCore;

namespace Host.Sample.Database;

/// <summary>The host's own tables. Inventory rows are kept beside them, in tables made from the plugins' catalogues.</summary>
public class HostDatabase : DbContext
{
    public HostDatabase(DbContextOptions<HostDatabase> options)
        : base(options)
    {
    }

    private protected HostDatabase(DbContextOptions options)
        : base(options)
    {
    }

    public DbSet<EndpointServer> EndpointServers => Set<EndpointServer>();

    public DbSet<ServerProcess> ServerProcesses => Set<ServerProcess>();

    public DbSet<FeatureToggle> FeatureToggles => Set<FeatureToggle>();

    public DbSet<Connector> Connectors => Set<Connector>();

    public DbSet<ConnectorSecret> ConnectorSecrets => Set<ConnectorSecret>();

    public DbSet<AuthorizationSession> AuthorizationSessions => Set<AuthorizationSession>();

    public DbSet<Run> Runs => Set<Run>();

    public DbSet<StreamRun> StreamRuns => Set<StreamRun>();

    public DbSet<StreamReset> StreamResets => Set<StreamReset>();

    public DbSet<InventoryTable> InventoryTables => Set<InventoryTable>();

    public DbSet<AccessKey> AccessKeys => Set<AccessKey>();

    public DbSet<AuditEntry> AuditEntries => Set<AuditEntry>();

    public DbSet<ConsentLink> ConsentLinks => Set<ConsentLink>();

    public DbSet<SeatExclusion> SeatExclusions => Set<SeatExclusion>();

    public DbSet<Webhook> Webhooks => Set<Webhook>();

    public DbSet<WebhookDelivery> WebhookDeliveries => Set<WebhookDelivery>();

    public DbSet<ErasedAccount> ErasedAccounts => Set<ErasedAccount>();

    public DbSet<Erasure> Erasures => Set<Erasure>();

    public DbSet<RunFiguresEntry> RunFigures => Set<RunFiguresEntry>();

    public DbSet<ConnectorSchedule> ConnectorSchedules => Set<ConnectorSchedule>();

    public DbSet<SharedValueEntry> SharedValues => Set<SharedValueEntry>();

    /// <summary>Compares names whatever the case of their letters.</summary>
    private const string NoCase = "NOCASE";

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        // Sorts as time in SQL and reads as a date in any tool.
        configurationBuilder.Properties<DateTimeOffset>().HaveConversion<UtcTextConverter>();
        configurationBuilder.Properties<Enum>().HaveConversion<string>();
    }

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<EndpointServer>(server =>
        {
            server.Property(entity => entity.Name).UseCollation(NoCase);
            server.HasIndex(entity => entity.Name).IsUnique();
        });
        modelBuilder.Entity<ServerProcess>().HasOne<EndpointServer>().WithMany().HasForeignKey(entity => entity.EndpointServerId).OnDelete(DeleteBehavior.Cascade);
        modelBuilder.Entity<FeatureToggle>(toggle =>
        {
            toggle.HasKey(entity => new { entity.EndpointServerId, entity.PluginId });
            toggle.HasOne<EndpointServer>().WithMany().HasForeignKey(entity => entity.EndpointServerId);
        });
        modelBuilder.Entity<Connector>(connector =>
        {
            connector.Property(entity => entity.Name).UseCollation(NoCase);
            connector.HasIndex(entity => entity.Name).IsUnique();
            connector.Property(entity => entity.Revision).IsConcurrencyToken();
            connector.HasOne<EndpointServer>().WithMany().HasForeignKey(entity => entity.EndpointServerId);
        });
        modelBuilder.Entity<ConnectorSecret>(secret =>
        {
            secret.HasKey(entity => new { entity.ConnectorId, entity.Name });
            secret.HasOne<Connector>().WithMany().HasForeignKey(entity => entity.ConnectorId).OnDelete(DeleteBehavior.Cascade);
        });
        modelBuilder.Entity<AuthorizationSession>(session =>
        {
            session.HasIndex(entity => entity.StateHash).IsUnique();
            session.HasOne<Connector>().WithMany().HasForeignKey(entity => entity.ConnectorId).OnDelete(DeleteBehavior.Cascade);
        });
        modelBuilder.Entity<Run>(run =>
        {
            run.HasOne<Connector>().WithMany().HasForeignKey(entity => entity.ConnectorId).OnDelete(DeleteBehavior.Cascade);
            run.HasMany(entity => entity.Streams).WithOne().HasForeignKey(stream => stream.RunId).OnDelete(DeleteBehavior.Cascade);
            run.HasIndex(entity => new { entity.ConnectorId, entity.Id });

            // A connector never runs twice at once.
            run.HasIndex(entity => entity.ConnectorId).IsUnique().HasDatabaseName("IX_Runs_OneAtATime").HasFilter(Filter("State", "IN ('Queued', 'Running')"));
        });
        modelBuilder.Entity<StreamReset>(reset =>
        {
            reset.HasKey(entity => new { entity.ConnectorId, entity.StreamId });
            reset.HasOne<Connector>().WithMany().HasForeignKey(entity => entity.ConnectorId).OnDelete(DeleteBehavior.Cascade);
        });
        modelBuilder.Entity<StreamRun>().HasKey(entity => new { entity.RunId, entity.StreamId });
        modelBuilder.Entity<AccessKey>(key =>
        {
            key.Property(entity => entity.Name).UseCollation(NoCase);
            key.HasIndex(entity => entity.Name).IsUnique();
            key.HasIndex(entity => entity.Hash).IsUnique();
        });
        modelBuilder.Entity<ConsentLink>(link =>
        {
            link.HasIndex(entity => entity.TokenHash).IsUnique();
            link.HasOne<Connector>().WithMany().HasForeignKey(entity => entity.ConnectorId).OnDelete(DeleteBehavior.Cascade);
        });
        modelBuilder.Entity<SeatExclusion>(exclusion =>
        {
            exclusion.HasIndex(entity => new { entity.ConnectorId, entity.Kind, entity.SubjectId }).IsUnique();
            exclusion.HasOne<Connector>().WithMany().HasForeignKey(entity => entity.ConnectorId).OnDelete(DeleteBehavior.Cascade);
        });
        modelBuilder.Entity<Webhook>(webhook =>
        {
            webhook.Property(entity => entity.Name).UseCollation(NoCase);
            webhook.HasIndex(entity => new { entity.ConnectorId, entity.Name }).IsUnique();
            webhook.HasOne<Connector>().WithMany().HasForeignKey(entity => entity.ConnectorId).OnDelete(DeleteBehavior.Cascade);
        });
        modelBuilder.Entity<WebhookDelivery>(delivery =>
        {
            delivery.HasOne<Webhook>().WithMany().HasForeignKey(entity => entity.WebhookId).OnDelete(DeleteBehavior.Cascade);
            delivery.HasIndex(entity => entity.NextAttemptAt).HasFilter(Filter("NextAttemptAt", "IS NOT NULL"));
            delivery.HasIndex(entity => new { entity.WebhookId, entity.RunId, entity.Event }).IsUnique();
        });
        modelBuilder.Entity<ErasedAccount>(account =>
        {
            account.HasIndex(entity => new { entity.ConnectorId, entity.AccountHash }).IsUnique();
            account.HasOne<Connector>().WithMany().HasForeignKey(entity => entity.ConnectorId).OnDelete(DeleteBehavior.Cascade);
        });
        modelBuilder.Entity<Erasure>(erasure =>
        {
            erasure.HasKey(entity => new { entity.ErasedAccountId, entity.RunId, entity.StreamId });
            erasure.HasOne<ErasedAccount>().WithMany().HasForeignKey(entity => entity.ErasedAccountId).OnDelete(DeleteBehavior.Cascade);
            erasure.HasIndex(entity => entity.RunId);
        });
        modelBuilder.Entity<RunFiguresEntry>(figures =>
        {
            figures.HasKey(entity => new { entity.RunId, entity.Kind });
            figures.HasOne<Run>().WithMany().HasForeignKey(entity => entity.RunId).OnDelete(DeleteBehavior.Cascade);
        });
        modelBuilder.Entity<ConnectorSchedule>(schedule =>
        {
            schedule.HasKey(entity => entity.ConnectorId);
            schedule.Property(entity => entity.ConnectorId).ValueGeneratedNever();
            schedule.Property(entity => entity.Revision).IsConcurrencyToken();
            schedule.HasOne<Connector>().WithOne().HasForeignKey<ConnectorSchedule>(entity => entity.ConnectorId).OnDelete(DeleteBehavior.Cascade);
        });
        modelBuilder.Entity<SharedValueEntry>().HasKey(entity => new { entity.PluginId, entity.Key });
        modelBuilder.Entity<InventoryTable>(table =>
        {
            table.HasKey(entity => new { entity.PluginId, entity.StreamId });
            table.HasIndex(entity => entity.TableName).IsUnique();
        });

        if (!Database.IsSqlite())
        {
            Collate(modelBuilder);
        }
    }

    /// <summary>Texts sort and compare by their bytes, names whatever the case of their letters: as SQLite does by itself.</summary>
    private static void Collate(ModelBuilder modelBuilder)
    {
        modelBuilder.HasCollation(NoCase, locale: "und-u-ks-level2", provider: "icu", deterministic: false);

        foreach (var property in modelBuilder.Model.GetEntityTypes().SelectMany(entity => entity.GetProperties()).Where(property => property.GetCollation() is null && IsText(property.ClrType)))
        {
            property.SetCollation("C");
        }
    }

    private static bool IsText(Type type) => (Nullable.GetUnderlyingType(type) ?? type) is var plain && (plain == typeof(string) || plain == typeof(DateTimeOffset) || plain.IsEnum);

    // What is written in migrations already stays as it is.
    private string Filter(string column, string condition) => $"{(Database.IsSqlite() ? column : $"\"{column}\"")} {condition}";
}
