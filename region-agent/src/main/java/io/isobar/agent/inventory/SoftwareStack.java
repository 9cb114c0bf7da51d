package io.isobar.agent.inventory;

import org.jspecify.annotations.Nullable;

/** A software stack on the nodes of a pool; a null version is not known. */
public record SoftwareStack(
        String name, @Nullable String version, @Nullable String driverVersion) {
    public SoftwareStack {
        DnsLabel.check("stack", name);
    }
}
