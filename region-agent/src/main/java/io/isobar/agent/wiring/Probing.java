package io.isobar.agent.wiring;

import io.isobar.agent.inventory.RegionName;
import io.isobar.agent.probe.Alarm;
import io.isobar.agent.probe.LinkReadings;
import io.isobar.agent.probe.ProbeEndpoint;
import io.isobar.agent.probe.ProbeRules;
import io.isobar.agent.probe.Prober;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** The agent's probes and its endpoint, as far as they are configured. */
final class Probing implements AutoCloseable {
    private final Map<RegionName, LinkReadings> byRegion = new ConcurrentHashMap<>();
    private final @Nullable ProbeEndpoint endpoint;
    private final @Nullable Prober prober;

    private Probing(AgentSettings settings, AgentThreads threads, RandomGenerator random) {
        ProbeRules rules = settings.probes();
        Alarm alarm = (delay, task) -> threads.timers().schedule(delay, task)::cancel;
        if (rules.listen() == null) {
            endpoint = null;
        } else {
            try {
                endpoint = ProbeEndpoint.open(
                        rules.listen().resolve(),
                        rules.serveRate(),
                        rules.serveBytes(),
                        threads.blocking(),
                        alarm,
                        System::nanoTime);
            } catch (IOException taken) {
                throw new InvalidConfigurationException("isobar.agent.probes.listen: " + taken.getMessage());
            }
        }
        if (settings.peers().isEmpty()) {
            prober = null;
        } else {
            Duration first = Duration.ofMillis(random.nextLong(1, rules.every().toMillis()));
            prober = new Prober(
                    rules, settings.peers(), this::of, threads.blocking(), Clock.systemUTC(), System::nanoTime, first);
            threads.blocking().execute(prober);
        }
    }

    /** Begins; throws {@link InvalidConfigurationException} where the endpoint cannot listen. */
    static Probing start(AgentSettings settings, AgentThreads threads, RandomGenerator random) {
        return new Probing(settings, threads, random);
    }

    /** What is measured for a region. */
    LinkReadings of(RegionName region) {
        return byRegion.computeIfAbsent(region, name -> new LinkReadings());
    }

    /** Probes of others that its endpoint closed at once. */
    long turnedAway() {
        return endpoint == null ? 0 : endpoint.turnedAway();
    }

    @Override
    public void close() {
        if (prober != null) {
            prober.close();
        }
        if (endpoint != null) {
            endpoint.close();
        }
    }
}
