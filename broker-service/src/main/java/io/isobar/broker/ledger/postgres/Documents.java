package io.isobar.broker.ledger.postgres;

import io.isobar.broker.capacity.RegionFacts;
import io.isobar.broker.placement.Decision;
import io.isobar.broker.workload.WorkloadSpec;
import java.util.function.Function;

/**
 * How what is stored whole is written, and read back.
 *
 * @param specFromJson of a row of before version 19 of the schema
 * @param inputs of a decision; empty: it has none
 */
public record Documents(
        Function<WorkloadSpec, byte[]> spec,
        Function<byte[], WorkloadSpec> specFrom,
        Function<String, WorkloadSpec> specFromJson,
        Function<RegionFacts, String> region,
        Function<String, RegionFacts> regionFrom,
        DecisionText decision,
        Function<Decision, byte[]> inputs) {
    /** Writes a decision of an attempt. */
    public interface DecisionText {
        String of(String id, String workload, Decision decision);
    }
}
