package io.isobar.integration.scenario;

import io.grpc.ManagedChannel;
import io.isobar.proto.execution.v1.AttemptServiceGrpc;
import io.isobar.proto.execution.v1.AttemptServiceGrpc.AttemptServiceBlockingStub;
import io.isobar.proto.region.v1.RegionServiceGrpc;
import io.isobar.proto.region.v1.RegionServiceGrpc.RegionServiceBlockingStub;
import io.isobar.proto.workload.v1.WorkloadServiceGrpc;
import io.isobar.proto.workload.v1.WorkloadServiceGrpc.WorkloadServiceBlockingStub;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * A broker, an agent for this machine (region {@code local}) and one for two simulated regions of nodes with one core:
 * {@code small} has {@link #SMALL}, {@code large} has {@link #LARGE}; an hour there takes a second.
 */
public interface Federation extends AutoCloseable {
    int SMALL = 4;
    int LARGE = 64;
    /** An option of an agent's JVM. */
    String ALL_DECISIONS = "-Dquarkus.log.category.\"io.isobar.agent.execution\".level=DEBUG";

    /** To the broker's public API. */
    ManagedChannel channel();

    /** With SIGKILL; returns when it was started again, or will be. */
    void crashBroker();

    /** The agent of this machine, likewise; the processes of its workloads go on. */
    void crashAgent();

    /** Likewise, on the same data and the same address. */
    void crashPostgres();

    /** Likewise. */
    void crashKafka();

    /** Where the agent of the simulated regions writes down each of its decisions, by {@link #ALL_DECISIONS}. */
    Path simulatedLog();

    @Override
    void close();

    default WorkloadServiceBlockingStub workloads() {
        return WorkloadServiceGrpc.newBlockingStub(channel()).withDeadlineAfter(60, TimeUnit.SECONDS);
    }

    default AttemptServiceBlockingStub attempts() {
        return AttemptServiceGrpc.newBlockingStub(channel()).withDeadlineAfter(60, TimeUnit.SECONDS);
    }

    default RegionServiceBlockingStub regions() {
        return RegionServiceGrpc.newBlockingStub(channel()).withDeadlineAfter(60, TimeUnit.SECONDS);
    }

    /** The inventory file of a simulated region. */
    static String inventory(int nodes) {
        return """
                pools:
                  - name: cpu
                    host-architecture: x86_64
                    nodes: [ { count: %d, units: 0, cpus: 1, memory: 4GiB } ]
                    offers: [ { mode: on-demand, price: "0.1 CNY", per: core-hour } ]
                """.formatted(nodes);
    }
}
