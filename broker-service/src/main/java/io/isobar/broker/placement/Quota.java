package io.isobar.broker.placement;

import io.isobar.broker.failure.Reason;
import io.isobar.broker.resource.Cpu;
import io.isobar.broker.resource.Memory;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Most that the live attempts of a tenant may hold together, over all regions.
 *
 * @param units accelerator units of any model; null: no limit
 * @param cpus null: no limit
 * @param memory null: no limit
 */
public record Quota(
        @Nullable Long units, @Nullable Cpu cpus, @Nullable Memory memory) {
    public static final Quota NONE = new Quota(null, null, null);

    public Quota {
        if (units != null && units < 0) {
            throw new IllegalArgumentException("a quota of accelerators must be at least 0, is " + units);
        }
    }

    public boolean isNone() {
        return equals(NONE);
    }

    /** Why a tenant that holds so much may not take so much more; empty: it may. */
    Optional<Objection> objection(String tenant, Holdings.Sum held, Holdings.Sum more) {
        var over = new ArrayList<String>();
        boolean never = false;
        if (units != null && more.units() > units - held.units()) {
            over.add("holds " + held.units() + " of " + units + " accelerators and this takes " + more.units());
            never |= more.units() > units;
        }
        if (cpus != null && more.millicpus() > cpus.millis() - held.millicpus()) {
            over.add("holds " + new Cpu(held.millicpus()) + " of " + cpus + " cpus and this takes "
                    + new Cpu(more.millicpus()));
            never |= more.millicpus() > cpus.millis();
        }
        if (memory != null && more.memoryBytes() > memory.bytes() - held.memoryBytes()) {
            over.add("holds " + new Memory(held.memoryBytes()) + " of " + memory + " of memory and this takes "
                    + new Memory(more.memoryBytes()));
            never |= more.memoryBytes() > memory.bytes();
        }
        return over.isEmpty() ? Optional.empty() : Optional.of(objection(tenant, over, never));
    }

    private static Objection objection(String tenant, List<String> over, boolean never) {
        var evidence = "tenant " + tenant + " " + String.join("; ", over);
        return never
                ? new Objection(
                        Reason.QUOTA,
                        evidence,
                        "Ask for less, or have the operator raise the quota of tenant " + tenant + ".")
                : new Objection(Reason.QUOTA, evidence);
    }

    /** How many replicas a tenant that holds so much may still start, where each takes so much. */
    long replicas(Holdings.Sum held, Holdings.Sum each) {
        long most = Integer.MAX_VALUE;
        most = Math.min(most, quotient(units, held.units(), each.units()));
        most = Math.min(most, quotient(cpus == null ? null : cpus.millis(), held.millicpus(), each.millicpus()));
        return Math.min(most, quotient(memory == null ? null : memory.bytes(), held.memoryBytes(), each.memoryBytes()));
    }

    private static long quotient(@Nullable Long limit, long held, long each) {
        return limit == null || each == 0 ? Integer.MAX_VALUE : Math.max(0, limit - held) / each;
    }
}
