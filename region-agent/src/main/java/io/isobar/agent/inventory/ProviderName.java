package io.isobar.agent.inventory;

/** A provider's name, unique where it is used. */
public record ProviderName(String value) {
    public ProviderName {
        DnsLabel.check("provider name", value);
    }

    @Override
    public String toString() {
        return value;
    }
}
