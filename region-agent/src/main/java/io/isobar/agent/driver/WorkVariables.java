package io.isobar.agent.driver;

import java.math.BigDecimal;
import java.util.Map;
import java.util.TreeMap;

/** The environment variables by which work learns what it is and has; docs/workload-file.md names them. */
public final class WorkVariables {
    /** The file in which a replica may say how far it has come, where its driver reads one. */
    public static final String PROGRESS_FILE = "ISOBAR_PROGRESS_FILE";

    private WorkVariables() {}

    /**
     * All of them: such as the workload may change, then the workload's, then ours, which it cannot.
     *
     * @param millicpus that a replica may use, in thousandths of a processor; 0: not told
     */
    public static Map<String, String> of(LaunchOrder order, long millicpus) {
        Map<String, String> variables = new TreeMap<>();
        if (millicpus > 0) {
            variables.put("OMP_NUM_THREADS", Long.toString(Math.max(1, millicpus / 1_000)));
        }
        variables.putAll(order.environment());
        if (millicpus > 0) {
            variables.put(
                    "ISOBAR_CPUS",
                    BigDecimal.valueOf(millicpus, 3).stripTrailingZeros().toPlainString());
        }
        variables.put("ISOBAR_WORKLOAD", order.key().workload().value());
        variables.put("ISOBAR_ATTEMPT", order.key().id().value());
        variables.put("ISOBAR_EPOCH", Long.toString(order.key().epoch()));
        if (!order.stack().isEmpty()) {
            variables.put("ISOBAR_STACK", order.stack());
        }
        variables.put("ISOBAR_REPLICAS", Integer.toString(order.demand().replicas()));
        return variables;
    }
}
