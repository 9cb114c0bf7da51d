package io.isobar.agent.wiring;

import io.isobar.agent.endpoint.HostPort;
import io.isobar.agent.inventory.MemorySize;
import io.isobar.agent.inventory.RegionName;
import io.isobar.agent.probe.ProbeRules;
import io.isobar.agent.probe.ProbeTarget;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Reads what is probed and answered. */
final class ProbeSettingsReader {
    private static final String PREFIX = "isobar.agent.probes.";
    private static final HostPort NOWHERE = new HostPort("127.0.0.1", 1);
    private static final long MOST_SERVED = 64L << 30;

    private final Problems problems;

    ProbeSettingsReader(Problems problems) {
        this.problems = problems;
    }

    /** The rules; a problem where they leave no time for so many targets. */
    ProbeRules rules(ProbesEntry entry, int targets) {
        Duration every = AgentSettings.duration(
                problems, PREFIX + "every", entry.every(), ProbeRules.SHORTEST, ProbeRules.LONGEST);
        int rate = number("rate", entry.rate());
        double perMinute = targets * 60_000.0 / (double) Math.max(1, every.toMillis());
        if (perMinute > rate) {
            problems.add(
                    PREFIX + "rate",
                    targets + " peers every " + entry.every() + " are " + (long) Math.ceil(perMinute)
                            + " probes in a minute, more than " + rate + ": probe less often, or raise it");
        }
        return new ProbeRules(
                every,
                bytes("bandwidth-bytes", entry.bandwidthBytes(), ProbeRules.LEAST_BYTES, ProbeRules.MOST_BYTES),
                AgentSettings.duration(
                        problems,
                        PREFIX + "bandwidth-every",
                        entry.bandwidthEvery(),
                        ProbeRules.SHORTEST_BANDWIDTH,
                        ProbeRules.LONGEST_BANDWIDTH),
                rate,
                entry.listen()
                        .map(text -> problems.read(PREFIX + "listen", text, HostPort::parse, NOWHERE))
                        .orElse(null),
                number("serve-rate", entry.serveRate()),
                bytes("serve-bytes", entry.serveBytes(), 0, MOST_SERVED));
    }

    /** The peers of all regions, by region and peer. */
    List<ProbeTarget> targets(Map<String, AgentConfiguration.Region> regions) {
        List<ProbeTarget> targets = new ArrayList<>();
        new TreeMap<>(regions).forEach((name, region) -> {
            String key = "isobar.agent.regions." + name + ".probes";
            if (region.probes().size() > ProbeRules.MOST_PEERS) {
                problems.add(
                        key,
                        "has " + region.probes().size() + " peers, at most " + ProbeRules.MOST_PEERS + " are allowed");
            }
            new TreeMap<>(region.probes()).forEach((peer, address) -> add(targets, name, peer, key, address));
        });
        return targets;
    }

    private void add(List<ProbeTarget> targets, String region, String peer, String key, String address) {
        if (peer.equals(region)) {
            problems.add(key + "." + peer, "is the region itself");
            return;
        }
        try {
            targets.add(new ProbeTarget(new RegionName(region), new RegionName(peer).value(), HostPort.parse(address)));
        } catch (IllegalArgumentException e) {
            problems.add(key + "." + peer, String.valueOf(e.getMessage()));
        }
    }

    private int number(String key, String text) {
        return problems.read(
                PREFIX + key,
                text,
                digits -> {
                    int number = Integer.parseInt(digits);
                    if (number < 1 || number > ProbeRules.MOST_RATE) {
                        throw new IllegalArgumentException(
                                number + " lies outside 1 to " + ProbeRules.MOST_RATE + " in a minute");
                    }
                    return number;
                },
                1);
    }

    private long bytes(String key, Optional<String> text, long least, long most) {
        return text.map(amount -> problems.read(
                        PREFIX + key,
                        amount,
                        written -> {
                            long bytes = MemorySize.parse(written);
                            if (bytes < least || bytes > most) {
                                throw new IllegalArgumentException(
                                        written + " lies outside " + least + " to " + most + " bytes");
                            }
                            return bytes;
                        },
                        0L))
                .orElse(0L);
    }
}
