package io.isobar.integration.fault;

import io.grpc.StatusRuntimeException;
import io.isobar.cli.broker.Broker;
import io.isobar.cli.broker.BrokerAddress;
import io.isobar.integration.scenario.LaunchedFederation;
import io.isobar.proto.region.v1.CheckLinksRequest;
import io.isobar.proto.region.v1.LinkCheck;
import io.isobar.proto.workload.v1.GetRequest;
import io.isobar.proto.workload.v1.SubmitRequest;
import io.isobar.proto.workload.v1.Workload;
import io.isobar.proto.workload.v1.WorkloadSource;
import io.isobar.proto.workload.v1.WorkloadState;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/** What a user does who is given the addresses of both brokers. */
record User(Broker broker, Random random, Path folder, Map<String, Witness> submitted) implements AutoCloseable {
    private static final Set<WorkloadState> OVER = Set.of(
            WorkloadState.WORKLOAD_STATE_SUCCEEDED,
            WorkloadState.WORKLOAD_STATE_FAILED,
            WorkloadState.WORKLOAD_STATE_CANCELLED);
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    static User of(LaunchedFederation federation, Random random, Path folder) {
        var addresses = Stream.of("grpc", "grpc-2")
                .map(port -> BrokerAddress.parse("127.0.0.1:" + federation.port(port), "test"))
                .toList();
        return new User(Broker.at(addresses, null), random, folder, new LinkedHashMap<>());
    }

    Witness submit() {
        var witness = new Witness(folder.resolve("witness-" + submitted.size()));
        var request = SubmitRequest.newBuilder()
                .setRequestId("request-" + submitted.size())
                .setWorkload(WorkloadSource.newBuilder().setSpec(witness.workload(random.nextInt(1, 80))))
                .build();
        var id = Awaitility.await("it is accepted")
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(100))
                .ignoreExceptionsMatching(StatusRuntimeException.class::isInstance)
                .until(() -> broker.workloads().submit(request).getWorkload().getId(), accepted -> true);
        submitted.put(id, witness);
        return witness;
    }

    Workload awaitEnd(String id) {
        return Awaitility.await(id + " ends")
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(100))
                .ignoreExceptionsMatching(StatusRuntimeException.class::isInstance)
                .until(
                        () -> broker.workloads()
                                .get(GetRequest.newBuilder().setId(id).build())
                                .getWorkload(),
                        workload -> OVER.contains(workload.getState()));
    }

    void awaitAllLinksGood() {
        Awaitility.await("all links are good")
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(250))
                .ignoreExceptionsMatching(StatusRuntimeException.class::isInstance)
                .until(() ->
                        broker.regions().checkLinks(CheckLinksRequest.getDefaultInstance()).getChecksList().stream()
                                .allMatch(LinkCheck::getGood));
    }

    /** Whether the last call was answered there. */
    boolean leads(String address) {
        return broker.address().toString().equals(address);
    }

    @Override
    public void close() {
        broker.close();
    }
}
