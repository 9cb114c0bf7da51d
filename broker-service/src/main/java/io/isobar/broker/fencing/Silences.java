package io.isobar.broker.fencing;

import io.isobar.broker.capacity.RegionName;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The regions that are silent, and how far each is on the way from waited for, over fenced, to given up. It adds up the time between
 * its own looks, none of which counts for more than {@link #LONGEST_STEP}: a clock that is set, or a process that was stopped for an hour,
 * brings nobody nearer to being given up. Pure; not safe for concurrent use.
 */
public final class Silences {
    static final Duration LONGEST_STEP = Duration.ofSeconds(1);
    /** A fence that is not durable after so long is written again. */
    static final Duration WRITE_AGAIN_AFTER = Duration.ofSeconds(10);
    /** As many must be silent at a time, and more than half, for it to be rather our own network. */
    static final int LEAST_FOR_BREAKER = 3;

    /** Up to a tenth more, so that many regions do not come at once. */
    private static final int JITTER = 10;

    private final SilenceRule rule;
    private final Map<RegionName, FenceMark> marks = new HashMap<>();
    private final Map<RegionName, Silence> silent = new LinkedHashMap<>();
    private @Nullable Instant lookedAt;
    private boolean suspended;

    /** Where a silent region is. */
    public enum Phase {
        /** It may come back without any harm. */
        WAITED_FOR,
        /** Its fence is on the way to the topic. */
        FENCING,
        /** Its fence stands: its lease cannot be renewed any more. */
        FENCED,
        /** No lease of it can hold. */
        LOST
    }

    /** What is to be done. */
    public sealed interface Due {
        RegionName region();

        /** Its fence is to be made durable, first as a mark and then in the topic. */
        record Fence(RegionName region, long number) implements Due {}

        /** Nothing that it was told before runs any more. */
        record GiveUp(RegionName region) implements Due {}
    }

    private static final class Silence {
        private final boolean wasThere;
        private Phase phase;
        private Duration counted = Duration.ZERO;

        Silence(Phase phase, boolean wasThere) {
            this.phase = phase;
            this.wasThere = wasThere;
        }

        void to(Phase next) {
            phase = next;
            counted = Duration.ZERO;
        }
    }

    public Silences(SilenceRule rule) {
        this.rule = rule;
    }

    /** What leases are granted by. */
    public SilenceRule rule() {
        return rule;
    }

    /** A region from before this process; it is silent until it connects, and has all its time again. */
    public void recall(RegionName region, FenceMark mark) {
        marks.put(region, mark);
        silent.put(region, new Silence(mark.stands() ? Phase.FENCED : Phase.WAITED_FOR, false));
    }

    /** Its agent connected; the fence that it is told of counts no more, and it goes by the lease of now. */
    public FenceMark connected(RegionName region) {
        return connected(region, rule);
    }

    /** As {@link #connected(RegionName)}, of a region with a rule of its own. */
    public FenceMark connected(RegionName region, SilenceRule own) {
        silent.remove(region);
        var mark = new FenceMark(markOf(region).number(), false, own.lease());
        marks.put(region, mark);
        return mark;
    }

    /** Its link broke. */
    public void disconnected(RegionName region) {
        silent.putIfAbsent(region, new Silence(Phase.WAITED_FOR, true));
    }

    /** The fence is in the topic. True where that is news, and to be kept. */
    public boolean durable(RegionName region, long number) {
        var silence = silent.get(region);
        if (silence == null || silence.phase != Phase.FENCING || markOf(region).number() != number) {
            return false;
        }
        silence.to(Phase.FENCED);
        marks.put(region, new FenceMark(number, true, markOf(region).lease()));
        return true;
    }

    /**
     * Time went on.
     *
     * @param promises regions that stop when they are cut off, and have work to be given up
     * @param connected how many regions have their link
     */
    public List<Due> look(Instant now, Predicate<RegionName> promises, int connected) {
        var step = step(now);
        if (silent.isEmpty()) {
            suspended = false;
            return List.of();
        }
        breaker(promises, connected);
        var due = new ArrayList<Due>();
        silent.forEach((region, silence) -> {
            switch (silence.phase) {
                case WAITED_FOR -> {
                    silence.counted = suspended ? Duration.ZERO : silence.counted.plus(step);
                    if (silence.counted.compareTo(lostAfter(region)) >= 0 && promises.test(region)) {
                        var mark = markOf(region);
                        marks.put(region, new FenceMark(mark.number() + 1, false, mark.lease()));
                        silence.to(Phase.FENCING);
                        due.add(new Due.Fence(region, mark.number() + 1));
                    }
                }
                case FENCING -> {
                    silence.counted = silence.counted.plus(step);
                    if (silence.counted.compareTo(WRITE_AGAIN_AFTER) >= 0) {
                        silence.counted = Duration.ZERO;
                        due.add(new Due.Fence(region, markOf(region).number()));
                    }
                }
                case FENCED -> {
                    silence.counted = silence.counted.plus(step);
                    if (silence.counted.compareTo(untilOver(region)) >= 0) {
                        silence.to(Phase.LOST);
                        due.add(new Due.GiveUp(region));
                    }
                }
                case LOST -> {}
            }
        });
        return due;
    }

    private Duration step(Instant now) {
        var before = lookedAt;
        lookedAt = now;
        if (before == null || now.isBefore(before)) {
            return Duration.ZERO;
        }
        var step = Duration.between(before, now);
        return step.compareTo(LONGEST_STEP) < 0 ? step : LONGEST_STEP;
    }

    private void breaker(Predicate<RegionName> promises, int connected) {
        // What was given up is settled; what was never there in this process and holds no work may have been taken down
        // long ago.
        long missing = silent.entrySet().stream()
                .filter(entry -> entry.getValue().phase != Phase.LOST)
                .filter(entry -> entry.getValue().wasThere || promises.test(entry.getKey()))
                .count();
        suspended = missing >= LEAST_FOR_BREAKER && missing > connected;
    }

    /** Whether so many are silent that nobody is fenced. */
    public boolean isSuspended() {
        return suspended;
    }

    /** Those that are silent. */
    public List<RegionName> regions() {
        return List.copyOf(silent.keySet());
    }

    public FenceMark markOf(RegionName region) {
        return marks.getOrDefault(region, FenceMark.NONE);
    }

    /** Empty: it is connected, or not known. */
    public Optional<Phase> phaseOf(RegionName region) {
        return Optional.ofNullable(silent.get(region)).map(silence -> silence.phase);
    }

    /** How long until it is given up, if nothing changes; empty: it is connected, given up, or nobody can say. */
    public Optional<Duration> left(RegionName region) {
        var silence = silent.get(region);
        if (silence == null || (suspended && silence.phase == Phase.WAITED_FOR)) {
            return Optional.empty();
        }
        return switch (silence.phase) {
            case WAITED_FOR ->
                Optional.of(positive(lostAfter(region).minus(silence.counted)).plus(untilOver(region)));
            case FENCING -> Optional.of(untilOver(region));
            case FENCED -> Optional.of(positive(untilOver(region).minus(silence.counted)));
            case LOST -> Optional.empty();
        };
    }

    private Duration untilOver(RegionName region) {
        var told = markOf(region).lease();
        return rule.untilOver(told.compareTo(rule.lease()) > 0 ? told : rule.lease());
    }

    private Duration lostAfter(RegionName region) {
        int share = Math.floorMod(
                31 * region.value().hashCode() + Long.hashCode(markOf(region).number()), 1_000);
        return rule.lostAfter().plus(rule.lostAfter().multipliedBy(share).dividedBy(1_000L * JITTER));
    }

    private static Duration positive(Duration duration) {
        return duration.isNegative() ? Duration.ZERO : duration;
    }
}
