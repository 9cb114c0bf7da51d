package io.isobar.agent.inventory;

/** A region's name, unique where it is used. */
public record RegionName(String value) {
    public RegionName {
        DnsLabel.check("region name", value);
    }

    @Override
    public String toString() {
        return value;
    }
}
