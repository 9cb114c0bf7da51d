package io.isobar.integration.fencing;

import io.isobar.agent.lease.Lease;
import io.isobar.broker.capacity.RegionName;
import io.isobar.broker.fencing.FenceMark;
import io.isobar.broker.fencing.SilenceRule;
import io.isobar.broker.fencing.Silences;
import java.time.Duration;
import java.time.Instant;
import java.util.PriorityQueue;
import java.util.Random;

/**
 * A broker, a region and the topic of fences between them, on simulated time: the lease and the silences are the real ones, the rest is
 * the least that carries them. Messages take their time, links break either way without a word, both sides sleep, the broker's clock is
 * set, the region's runs fast or slow.
 */
final class Cut {
    static final RegionName REGION = new RegionName("east");
    static final SilenceRule RULE = new SilenceRule(
            Duration.ofSeconds(10), Duration.ofSeconds(40), Duration.ofSeconds(5), Duration.ofSeconds(3));

    private static final int STEP_MS = 100;
    private static final int SILENCE_LIMIT_MS = 20_000;
    private static final int KEEP_ALIVE_MS = 5_000;
    private static final int USUAL_DELAY_MS = 2_000;
    /** What hangs does for up to so long. */
    private static final int LONGEST_DELAY_MS = 18_000;

    private final Random random;
    private final double hanging;
    private final double rate;
    private final PriorityQueue<Later> later = new PriorityQueue<>((one, other) -> Long.compare(one.at, other.at));
    private final Lease lease;
    private long now;
    // The world
    boolean linkUp = true;
    boolean agentReachesKafka = true;
    boolean brokerReachesKafka = true;
    boolean agentAwake = true;
    boolean brokerAwake = true;
    boolean brokerDead;
    private Duration brokerClockAhead = Duration.ZERO;
    private long fenceInTopic;
    private FenceMark durableMark = FenceMark.NONE;
    // The broker
    private Silences silences = new Silences(RULE);
    private int brokerSession;
    private long brokerHeardAt;
    // The region
    private int agentSession;
    private boolean agreed;
    private long agentHeardAt;
    private long askedAt = -KEEP_ALIVE_MS;
    private boolean reading;
    private boolean runs;
    private long stopsAt = Long.MAX_VALUE;
    private int sessions;
    // What a test looks at
    boolean givenUpWhileItRan;
    int givenUp;
    int stopped;

    private record Later(long at, Runnable what) {}

    /** {@code hanging}: share of the messages that take far longer than is usual. */
    Cut(long seed, double hanging) {
        random = new Random(seed);
        this.hanging = hanging;
        // Half a per cent either way: far worse than any machine's.
        rate = 0.995 + random.nextDouble() / 100;
        lease = new Lease(this::sinceBoot);
    }

    private Duration sinceBoot() {
        return Duration.ofMillis((long) (1_000_000 + now * rate));
    }

    private Instant brokerClock() {
        return Instant.EPOCH.plusMillis(now).plus(brokerClockAhead);
    }

    void setBrokerClock(Duration ahead) {
        brokerClockAhead = ahead;
    }

    /** It begins anew with what was durable. */
    void restartBroker() {
        brokerDead = false;
        brokerSession = 0;
        silences = new Silences(RULE);
        silences.recall(REGION, durableMark);
    }

    boolean runs() {
        return runs;
    }

    void pass(int ms) {
        for (long until = now + ms; now < until; now += STEP_MS) {
            while (!later.isEmpty() && later.peek().at <= now) {
                later.poll().what.run();
            }
            agent();
            broker();
            if (now >= stopsAt) {
                end();
            }
        }
    }

    private void after(Runnable what) {
        int delay = random.nextInt(random.nextDouble() < hanging ? LONGEST_DELAY_MS : USUAL_DELAY_MS);
        later.add(new Later(now + delay, what));
    }

    private boolean brokerActs() {
        return brokerAwake && !brokerDead;
    }

    private void agent() {
        // The guard looks whether the agent sleeps or not.
        boolean guardActs = now % 1_000 == 0
                && lease.kept()
                        .filter(kept -> sinceBoot().compareTo(kept.killAt()) >= 0)
                        .isPresent();
        if (runs && guardActs) {
            end();
        }
        if (!agentAwake) {
            return;
        }
        if (agentSession != 0 && now - agentHeardAt > SILENCE_LIMIT_MS) {
            agentSession = 0;
            agreed = false;
        }
        if (agentSession == 0) {
            dial();
        } else if (now - askedAt >= KEEP_ALIVE_MS) {
            ask();
        }
        if (!agreed && agentReachesKafka && !reading) {
            reading = true;
            var asked = sinceBoot();
            long found = fenceInTopic;
            after(() -> {
                reading = false;
                if (agentAwake && agentReachesKafka && !agreed) {
                    lease.fenced(found);
                    lease.renew(asked);
                }
            });
        }
        if (lease.isOver()) {
            if (runs && stopsAt == Long.MAX_VALUE) {
                stopsAt = now + random.nextInt((int) RULE.stopGrace().toMillis());
            }
        } else if (!runs && agreed) {
            runs = true;
        }
    }

    private void end() {
        runs = false;
        stopsAt = Long.MAX_VALUE;
        stopped++;
    }

    private void dial() {
        if (!linkUp || !brokerActs()) {
            return;
        }
        int session = ++sessions;
        agentSession = session;
        agentHeardAt = now;
        var asked = sinceBoot();
        after(() -> {
            if (linkUp && brokerActs() && agentSession == session) {
                brokerSession = session;
                brokerHeardAt = now;
                var mark = silences.connected(REGION);
                durableMark = mark;
                after(() -> {
                    if (linkUp && agentSession == session) {
                        agentHeardAt = now;
                        agreed = true;
                        lease.agree(new Lease.Terms(RULE.stopAfter(), RULE.stopGrace(), mark.number()), asked);
                    }
                });
            }
        });
    }

    private void ask() {
        askedAt = now;
        int session = agentSession;
        var asked = sinceBoot();
        after(() -> {
            if (linkUp && brokerActs() && brokerSession == session) {
                brokerHeardAt = now;
                after(() -> {
                    if (linkUp && agentAwake && agentSession == session && agreed) {
                        agentHeardAt = now;
                        lease.renew(asked);
                    }
                });
            }
        });
    }

    private void broker() {
        if (!brokerActs()) {
            return;
        }
        if (brokerSession != 0 && now - brokerHeardAt > SILENCE_LIMIT_MS) {
            brokerSession = 0;
            silences.disconnected(REGION);
        }
        for (var due : silences.look(brokerClock(), region -> true, 5)) {
            switch (due) {
                case Silences.Due.Fence fence -> {
                    durableMark = silences.markOf(REGION);
                    after(() -> write(fence.number()));
                }
                case Silences.Due.GiveUp gone -> {
                    givenUp++;
                    givenUpWhileItRan |= runs;
                }
            }
        }
    }

    private void write(long number) {
        if (!brokerReachesKafka) {
            return;
        }
        fenceInTopic = Math.max(fenceInTopic, number);
        var writer = silences;
        after(() -> {
            if (brokerActs() && writer == silences && silences.durable(REGION, number)) {
                durableMark = silences.markOf(REGION);
            }
        });
    }
}
