using System.Net;
using System.Net.Sockets;

namespace Host.Sample.Connectors;

/// <summary>Tells addresses of the open internet from those that lead back into a house.</summary>
public static class PublicAddress
{
    private static readonly IPNetwork[] Inside =
    [
        .. ((string[])
        [
            "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.168.0.0/16", "198.18.0.0/15", "224.0.0.0/3",
            "::/96", "64:ff9b:1::/48", "2001::/32", "fc00::/7", "fe80::/10", "fec0::/10", "ff00::/8",
        ]).Select(IPNetwork.Parse),
    ];

    /// <summary>Ranges of the sixth version that carry an address of the fourth, which is what a gateway calls; with the place of its first byte.</summary>
    private static readonly (IPNetwork Network, int Place)[] Carriers = [(IPNetwork.Parse("64:ff9b::/96"), 12), (IPNetwork.Parse("2002::/16"), 2)];

    /// <summary>Whether an address is one of the open internet.</summary>
    public static bool Is(IPAddress address)
    {
        var judged = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : Carried(address);

        return judged.AddressFamily is AddressFamily.InterNetwork or AddressFamily.InterNetworkV6 && !Inside.Any(network => network.Contains(judged));
    }

    private static IPAddress Carried(IPAddress address)
    {
        foreach (var (network, place) in Carriers)
        {
            if (network.Contains(address))
            {
                return new(address.GetAddressBytes().AsSpan(place, 4));
            }
        }

        return address;
    }
}
