package io.isobar.broker.network;

import java.util.Map;
import java.util.Optional;

/**
 * The links that are known. Places are names of regions, or any other name that data sets give for where they lie. A link has a
 * direction: leaving a place may cost what coming there does not.
 */
public final class Network {
    /** Of nothing is it known how far it is. */
    public static final Network UNKNOWN = new Network(Map.of());

    private final Map<Ends, Link> links;

    /** Where a link begins and where it ends. */
    public record Ends(String from, String to) {}

    public Network(Map<Ends, Link> links) {
        this.links = Map.copyOf(links);
    }

    /** Empty where it is not known. Within one place nothing need be moved: ask only for two. */
    public Optional<Link> between(String from, String to) {
        return Optional.ofNullable(links.get(new Ends(from, to)));
    }

    public int size() {
        return links.size();
    }
}
