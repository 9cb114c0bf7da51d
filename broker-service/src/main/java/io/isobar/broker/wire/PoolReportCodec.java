package io.isobar.broker.wire;

import io.isobar.broker.capacity.ForeignLoad;
import io.isobar.broker.capacity.Histogram;
import io.isobar.broker.capacity.PoolFacts;
import io.isobar.broker.capacity.PoolFacts.InstalledStack;
import io.isobar.broker.capacity.PoolKey;
import io.isobar.broker.capacity.PoolReport;
import io.isobar.broker.capacity.RegionName;
import io.isobar.broker.capacity.SiteQueue;
import io.isobar.broker.catalog.AcceleratorResolver;
import io.isobar.broker.catalog.SoftwareStack;
import io.isobar.proto.resource.v1.Capacity;
import io.isobar.proto.resource.v1.Pool;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What agents report of their pools. A report that contradicts itself is not used, whole; what is only odd is used and noted for
 * the agent's operator.
 */
public final class PoolReportCodec {
    static final int LONGEST_TEXT = 253;
    private static final int MOST_STACKS = 64;
    private static final int MOST_NOTES = 20;
    private static final Duration LONGEST_VALIDITY = Duration.ofDays(1);

    private final AcceleratorResolver resolver;

    public PoolReportCodec(AcceleratorResolver resolver) {
        this.resolver = resolver;
    }

    /** What became of a report. */
    public sealed interface Reported {
        /**
         * It is used.
         *
         * @param notes for the agent's log: names that did not resolve, prices that cannot be meant
         */
        record Usable(PoolReport report, List<String> notes) implements Reported {
            public Usable {
                notes = List.copyOf(notes);
            }
        }

        /**
         * The pool must be kept out of use.
         *
         * @param key null: not even its name can be read
         */
        record Unsound(@Nullable PoolKey key, String why) implements Reported {}
    }

    public Reported fromProto(RegionName region, io.isobar.proto.region.v1.PoolReport report) {
        var pool = report.getPool();
        if (!RegionName.isName(pool.getName())) {
            return new Reported.Unsound(
                    null,
                    "pool \"" + Text.line(pool.getName(), 100)
                            + "\": a pool's name is 1 to 63 lower-case letters, digits and hyphens");
        }
        var key = new PoolKey(region, pool.getName());
        var problems = new Problems();
        var notes = new ArrayList<String>();
        var facts = facts(pool, problems, notes);
        if (!pool.hasCapacity()) {
            problems.add("capacity", "is missing");
        }
        var at = new FieldPath("capacity");
        var capacity = pool.getCapacity();
        problems.within(at.at("sequence"), capacity.getSequence(), 0, Long.MAX_VALUE - 1);
        var observedAt = capacity.hasObservedAt()
                ? problems.read(at.at("observed_at"), () -> TimeCodec.fromProto(capacity.getObservedAt()))
                : null;
        if (!capacity.hasObservedAt()) {
            problems.add(at.at("observed_at"), "is missing");
        }
        var validity = validity(problems, at, capacity);
        var histogram = new HistogramReader(problems, pool.hasAccelerator()).read(at, capacity.getBucketsList());
        if (capacity.hasUnusableNodes()) {
            problems.within(at.at("unusable_nodes"), capacity.getUnusableNodes(), 0, Integer.MAX_VALUE);
        }
        var foreign = foreign(problems, new FieldPath("capacity.foreign_load"), capacity.getForeignLoad());
        var queue = pool.hasQueue() ? queue(problems, pool.getQueue()) : null;
        var offers = new OfferReader(problems, notes).read(pool, report.getOffersList());
        if (!problems.isEmpty() || observedAt == null || validity == null) {
            return new Reported.Unsound(key, String.valueOf(problems.asFailure().getMessage()));
        }
        return new Reported.Usable(
                new PoolReport(
                        key,
                        facts,
                        capacity.getSequence(),
                        observedAt,
                        validity,
                        new Histogram(histogram),
                        capacity.hasUnusableNodes() ? capacity.getUnusableNodes() : null,
                        foreign,
                        offers,
                        queue),
                notes.subList(0, Math.min(notes.size(), MOST_NOTES)));
    }

    private static SiteQueue queue(Problems problems, io.isobar.proto.resource.v1.SiteQueue queue) {
        if (!queue.hasExpectedWait()) {
            if (queue.hasHighWait()) {
                problems.add("queue.high_wait", "is given without an expected wait");
            }
            return new SiteQueue(null);
        }
        var wait = problems.read("queue", () -> {
            var mean = TimeCodec.fromProto(queue.getExpectedWait());
            return new SiteQueue.Wait(mean, queue.hasHighWait() ? TimeCodec.fromProto(queue.getHighWait()) : mean);
        });
        return new SiteQueue(wait);
    }

    private static ForeignLoad foreign(Problems problems, FieldPath at, io.isobar.proto.resource.v1.ForeignLoad load) {
        problems.within(at.at("units"), load.getUnits(), 0, Long.MAX_VALUE);
        problems.within(at.at("millicpus"), load.getMillicpus(), 0, Long.MAX_VALUE);
        problems.within(at.at("memory_bytes"), load.getMemoryBytes(), 0, Long.MAX_VALUE);
        return new ForeignLoad(
                load.hasUnits() ? load.getUnits() : null,
                load.hasMillicpus() ? load.getMillicpus() : null,
                load.hasMemoryBytes() ? load.getMemoryBytes() : null);
    }

    private PoolFacts facts(Pool pool, Problems problems, List<String> notes) {
        var accelerator = pool.hasAccelerator()
                ? new PoolAcceleratorReader(resolver, problems).read(pool.getAccelerator())
                : null;
        if (accelerator != null && accelerator.model() == null) {
            notes.add("pool " + pool.getName() + ": " + accelerator.advertisedName() + ": " + accelerator.problem());
        }
        if (!Text.line(pool.getInterconnectDomain(), LONGEST_TEXT).equals(pool.getInterconnectDomain())) {
            problems.add("interconnect_domain", "has control characters, or more than " + LONGEST_TEXT);
        }
        return new PoolFacts(
                accelerator,
                EnumCodec.fromProto(pool.getHostArchitecture()).orElse(null),
                stacks(pool, problems, notes),
                pool.getInterconnectDomain().isEmpty() ? null : pool.getInterconnectDomain(),
                pool.getRunsImages());
    }

    private static List<InstalledStack> stacks(Pool pool, Problems problems, List<String> notes) {
        var read = new ArrayList<InstalledStack>();
        if (problems.countWithin("stacks", pool.getStacksCount(), MOST_STACKS)) {
            for (var stack : pool.getStacksList()) {
                var known = SoftwareStack.of(stack.getName());
                if (known.isEmpty()) {
                    // No variant can ask for it: the pool is as good without.
                    notes.add("pool " + pool.getName() + ": the software stack \"" + Text.line(stack.getName(), 64)
                            + "\" is not known and is passed over");
                    continue;
                }
                read.add(new InstalledStack(
                        known.get(),
                        stack.hasVersion() ? version(stack.getVersion()) : null,
                        stack.hasDriverVersion() ? version(stack.getDriverVersion()) : null));
            }
        }
        return read;
    }

    private static @Nullable String version(String text) {
        return text.isBlank() ? null : Text.line(text, 64);
    }

    private static @Nullable Duration validity(Problems problems, FieldPath at, Capacity capacity) {
        if (!capacity.hasValidity()) {
            problems.add(at.at("validity"), "is missing");
            return null;
        }
        var validity = problems.read(at.at("validity"), () -> TimeCodec.fromProto(capacity.getValidity()));
        if (validity != null && (!validity.isPositive() || validity.compareTo(LONGEST_VALIDITY) > 0)) {
            problems.add(
                    at.at("validity"), "must be more than 0 s and at most one day, is " + validity.toSeconds() + " s");
            return null;
        }
        return validity;
    }
}
