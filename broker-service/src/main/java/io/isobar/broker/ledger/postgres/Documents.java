package io.isobar.broker.ledger.postgres;

import io.isobar.broker.capacity.RegionFacts;
import io.isobar.broker.placement.Decision;
import io.isobar.broker.workload.WorkloadSpec;
import java.util.function.Function;

/** How what is stored whole is written as JSON, and read back. */
public record Documents(
        Function<WorkloadSpec, String> spec,
        Function<String, WorkloadSpec> specFrom,
        Function<RegionFacts, String> region,
        Function<String, RegionFacts> regionFrom,
        DecisionText decision) {
    /** Writes a decision of an attempt. */
    public interface DecisionText {
        String of(String id, String workload, Decision decision);
    }
}
