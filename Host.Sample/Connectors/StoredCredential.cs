using System.Text.Json;
using Host.Sample.Logs;
using Plugin.Abstractions.Authorization;

namespace Host.Sample.Connectors;

/// <summary>A credential in the form in which it is encrypted; <see cref="Credential"/> itself cannot be written down.</summary>
internal sealed record StoredCredential(string AccessToken, string? RefreshToken, DateTimeOffset? ExpiresAt)
{
    public static StoredCredential Of(Credential credential, KnownSecrets known)
    {
        var stored = new StoredCredential(credential.AccessToken.Reveal(), credential.RefreshToken?.Reveal(), credential.ExpiresAt);
        stored.Tell(known);

        return stored;
    }

    public static string Write(Credential credential, KnownSecrets known) => JsonSerializer.Serialize(Of(credential, known));

    public static Credential Read(string json, KnownSecrets known)
    {
        var stored = JsonSerializer.Deserialize<StoredCredential>(json)!;
        stored.Tell(known);

        return stored.ToCredential();
    }

    public Credential ToCredential() => new() { AccessToken = new(AccessToken), RefreshToken = RefreshToken is { } refresh ? new(refresh) : null, ExpiresAt = ExpiresAt };

    public override string ToString() => "***";

    private void Tell(KnownSecrets known)
    {
        known.Add(AccessToken);

        if (RefreshToken is { } refresh)
        {
            known.Add(refresh);
        }
    }
}
