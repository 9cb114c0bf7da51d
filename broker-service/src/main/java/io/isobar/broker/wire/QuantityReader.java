package io.isobar.broker.wire;

import io.isobar.broker.resource.Cpu;
import io.isobar.broker.resource.CpuRange;
import io.isobar.broker.resource.Memory;
import io.isobar.broker.resource.MemoryRange;
import io.isobar.broker.resource.Money;
import io.isobar.proto.resource.v1.Range;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads quantities and choices of requests; what is wrong becomes a problem, and a harmless value stands in for it. */
final class QuantityReader {
    static final CpuRange ONE_CORE = CpuRange.atLeast(Cpu.ofCores(1));

    private final Problems problems;

    QuantityReader(Problems problems) {
        this.problems = problems;
    }

    CpuRange cpus(String field, Range range) {
        if (!range(field, range)) {
            return ONE_CORE;
        }
        return new CpuRange(new Cpu(range.getMinimum()), range.hasMaximum() ? new Cpu(range.getMaximum()) : null);
    }

    @Nullable
    MemoryRange memory(String field, Range range) {
        if (!range(field, range)) {
            return null;
        }
        return new MemoryRange(
                new Memory(range.getMinimum()), range.hasMaximum() ? new Memory(range.getMaximum()) : null);
    }

    private boolean range(String field, Range range) {
        if (!range.hasMinimum() && !range.hasMaximum()) {
            problems.add(field, "needs a minimum, a maximum or both");
            return false;
        }
        if (range.getMinimum() < 0 || range.getMaximum() < 0) {
            problems.add(field, "must not be negative, is " + Math.min(range.getMinimum(), range.getMaximum()));
            return false;
        }
        if (range.hasMaximum() && range.getMaximum() < range.getMinimum()) {
            problems.add(
                    field, "the minimum " + range.getMinimum() + " is more than the maximum " + range.getMaximum());
            return false;
        }
        return true;
    }

    @Nullable
    Memory memory(String field, long bytes) {
        return problems.within(field, bytes, 0, Long.MAX_VALUE) ? new Memory(bytes) : null;
    }

    @Nullable
    Duration positive(String field, com.google.protobuf.Duration duration) {
        var read = problems.read(field, () -> TimeCodec.fromProto(duration));
        if (read != null && !read.isPositive()) {
            problems.add(field, "must be more than 0 s, is " + read.toSeconds() + " s");
            return null;
        }
        return read;
    }

    @Nullable
    Duration notNegative(String field, com.google.protobuf.Duration duration) {
        var read = problems.read(field, () -> TimeCodec.fromProto(duration));
        if (read != null && read.isNegative()) {
            problems.add(field, "must not be negative, is " + read.toSeconds() + " s");
            return null;
        }
        return read;
    }

    @Nullable
    Money notNegative(String field, io.isobar.proto.resource.v1.Money money) {
        var read = problems.read(field, () -> MoneyCodec.fromProto(money));
        if (read != null && read.isNegative()) {
            problems.add(field, "must not be negative, is " + read);
            return null;
        }
        return read;
    }

    /** One of a closed set; {@code number} is its value on the wire, and 0 is unspecified. */
    <E> E choice(String field, int number, Optional<E> read, E usual) {
        if (read.isEmpty() && number != 0) {
            problems.add(field, "the value " + number + " is not known");
        }
        return read.orElse(usual);
    }
}
