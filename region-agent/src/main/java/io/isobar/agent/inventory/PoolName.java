package io.isobar.agent.inventory;

/** A pool's name, unique where it is used. */
public record PoolName(String value) {
    public PoolName {
        DnsLabel.check("pool name", value);
    }

    @Override
    public String toString() {
        return value;
    }
}
