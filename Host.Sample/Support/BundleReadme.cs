namespace Host.Sample.Support;

/// <summary>What the bundle says of itself.</summary>
internal static class BundleReadme
{
    public const string Text = """
        Support bundle of a connector host
        ==================================

        What is in it
          host.json        version, operating system, runtime, how the host is set up
          plugins.json     plugins with versions and states
          connectors.json  connectors: names of settings; values only of numbers, switches and choices
          runs.json        the last runs of each connector with evidence, checks and certificate
          shapes.json      streams: columns, types, rows, how many values are null
          store.json       size, schema, and what the store's own check found
          logs/            the log of the last days, line by line
          not-read.json    what could not be read, and why; [] when everything was

        How it was redacted
          Kept are texts that stand in the code of the host and its plugins, names of streams, columns, methods, scopes and
          settings, codes, numbers below a thousand million, and spans of time. Nothing else is kept as it was:
          - names, e-mail addresses, ids, addresses, paths and whatever else is no word of the code became tokens such as
            id-0123456789ab, or <word>. The same value has the same token in this bundle. The key was made for this bundle
            and thrown away: two bundles have no token in common, and no value can be tried out.
          - every date is earlier by one number of whole days, which was thrown away too: order and distances are true,
            dates are not.
          - secrets are in no part of it. Rows of the inventory are in no part of it, only their counts.

        Look through it before you hand it on: all of it is plain text.
        """;
}
